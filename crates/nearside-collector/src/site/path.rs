//! A request's path → a file's path below the site's folder, or nothing.
//!
//! Only plain names pass: no `..`, no hidden file (but `.well-known`), no backslash, colon or control character, no
//! empty segment, in any encoding. `ServeDir` checks again; two independent gates, either of which suffices.

use std::path::{Path, PathBuf};

use axum::http::HeaderValue;
use percent_encoding::percent_decode_str;

/// What a folder is answered with.
const INDEX: &str = "index.html";
/// Content-Encoding → what the form's name has at its end.
const FORMS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// Decoded and checked; relative. A path that ends in a slash leads to that folder's index.
pub(super) fn resolve(path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let mut resolved = PathBuf::new();
    if path.contains('/') {
        for segment in folder.split('/') {
            resolved.push(Some(segment).filter(|segment| is_plain(segment))?);
        }
    }
    resolved.push(if name.is_empty() { INDEX } else { Some(name).filter(|name| is_plain(name))? });
    Some(resolved)
}

/// May a file or folder of this name be served?
pub(super) fn is_plain(segment: &str) -> bool {
    let is_hidden = segment.starts_with('.') && segment != ".well-known";
    let is_odd = |character: char| character.is_control() || character == '\\' || character == ':';
    !segment.is_empty() && !is_hidden && !segment.contains(is_odd)
}

/// The compressed form of a file that an encoding stands for.
pub(super) fn compressed_form(file: &Path, encoding: Option<&HeaderValue>) -> Option<PathBuf> {
    let (_, extension) = FORMS.iter().find(|(name, _)| encoding.is_some_and(|encoding| encoding == name))?;
    Some(file.with_added_extension(extension))
}

/// Is it a compressed form, and no file of its own?
pub(super) fn is_compressed_form(file: &Path) -> bool {
    file.extension().is_some_and(|extension| FORMS.iter().any(|(_, form)| extension == *form))
}

/// The address of a page, if the file is one: an index has its folder's.
pub(super) fn page_address(file: &Path) -> Option<String> {
    let segments: Vec<&str> = file.iter().map(|segment| segment.to_str()).collect::<Option<_>>()?;
    let address = format!("/{}", segments.join("/"));
    match address.strip_suffix(INDEX) {
        Some(folder) if folder.ends_with('/') => Some(folder.to_owned()),
        _ => Some(address).filter(|address| address.ends_with(".html")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use axum::http::HeaderValue;

    use super::{compressed_form, page_address, resolve};

    #[test]
    fn plain_paths_lead_to_files_and_folders_to_their_index() {
        for (path, file) in [
            ("/", "index.html"),
            ("/a.js", "a.js"),
            ("/shop/", "shop/index.html"),
            ("/models/v1/weights.safetensors", "models/v1/weights.safetensors"),
            ("/.well-known/security.txt", ".well-known/security.txt"),
            ("/caf%C3%A9%20au.html", "café au.html"),
            ("/a..b.js", "a..b.js"),
        ] {
            assert_eq!(resolve(path).as_deref(), Some(Path::new(file)), "{path}");
        }
    }

    #[test]
    fn nothing_leads_out_of_the_folder_or_to_what_is_hidden() {
        for path in [
            "/..",
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/%2E%2e%2fx",
            "/..%2fx",
            "/a/..",
            "/.",
            "/./a",
            "/.env",
            "/a/.git/config",
            "/..\\x",
            "/..%5cx",
            "/%5c%5chost%5cshare",
            "/a%00.html",
            "/%00",
            "/a%0ab",
            "//",
            "//a",
            "/a//b",
            "/%2fetc%2fpasswd",
            "/c:/x",
            "/%ff",
            "",
            "a",
            "*",
        ] {
            assert_eq!(resolve(path), None, "{path}");
        }
    }

    #[test]
    fn only_known_encodings_have_a_form() {
        let form = |encoding: &'static str| {
            compressed_form(Path::new("a/b.js"), Some(&HeaderValue::from_static(encoding)))
        };
        assert_eq!(form("br").as_deref(), Some(Path::new("a/b.js.br")));
        assert_eq!(form("gzip").as_deref(), Some(Path::new("a/b.js.gz")));
        assert_eq!(form("zstd"), None);
    }

    #[test]
    fn pages_have_addresses() {
        for (file, address) in [
            ("index.html", Some("/")),
            ("shop/index.html", Some("/shop/")),
            ("about.html", Some("/about.html")),
            ("my-index.html", Some("/my-index.html")),
            ("a.js", None),
        ] {
            assert_eq!(page_address(Path::new(file)).as_deref(), address, "{file}");
        }
    }
}
