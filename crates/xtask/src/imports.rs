//! Import names, cut short.
//!
//! wasm-bindgen names each import after what it calls and a hash, `__wbg_getBoundingClientRect_329ca748ec918b0c`, both in the
//! module and in the script that provides it. Hashes don't compress: of both files together they made 5 KB on the wire.
//! A module and its script → the same two, in which each such import is a number. Imports from other scripts stay.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// The section of a module that lists its imports.
const IMPORTS: u8 = 2;
/// Length of the magic number and the version, before the first section.
const HEAD: usize = 8;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// Shortens the imports of `name`'s module that its own script provides.
pub(crate) fn shorten(folder: &Path, name: &str) -> Result<()> {
    let (module, script) = (folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.js")));
    let (short, names) = renamed(&fs::read(&module)?, &format!("./{name}_bg.js"))
        .with_context(|| format!("cannot read the imports of {}", module.display()))?;
    let mut text = fs::read_to_string(&script)?;
    for (number, name) in names.iter().enumerate() {
        let (long, short) = (format!(" {name}: "), format!(" {number}: "));
        ensure!(text.contains(&long), "{} does not provide {name}", script.display());
        text = text.replace(&long, &short);
    }
    fs::write(module, short)?;
    Ok(fs::write(script, text)?)
}

/// The module with a number for each import from `provider`, and the names that they had.
fn renamed(module: &[u8], provider: &str) -> Result<(Vec<u8>, Vec<String>)> {
    let (head, mut rest) = module.split_at_checked(HEAD).context("it is too short")?;
    let (mut out, mut names) = (head.to_vec(), Vec::new());
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let body = sized(&mut rest)?;
        let body = if id == IMPORTS { imports(body, provider, &mut names)? } else { body.to_vec() };
        out.push(id);
        put(&mut out, &body);
    }
    Ok((out, names))
}

fn imports(mut body: &[u8], provider: &str, names: &mut Vec<String>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let count = number(&mut body)?;
    put_number(&mut out, count);
    for _ in 0..count {
        let (from, name) = (sized(&mut body)?, sized(&mut body)?);
        put(&mut out, from);
        if from == provider.as_bytes() {
            put(&mut out, names.len().to_string().as_bytes());
            names.push(String::from_utf8(name.to_vec())?);
        } else {
            put(&mut out, name);
        }
        let Some((&FUNCTION, after)) = body.split_first() else { bail!("one is not a function") };
        body = after;
        out.push(FUNCTION);
        put_number(&mut out, number(&mut body)?);
    }
    Ok(out)
}

/// A number in LEB128, seven bits a byte.
fn number(bytes: &mut &[u8]) -> Result<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (&byte, after) = bytes.split_first().context("it ends within a number")?;
        *bytes = after;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    bail!("a number is too long")
}

/// Bytes with their length before them.
fn sized<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8]> {
    let length = number(bytes)?;
    let (taken, after) = bytes.split_at_checked(length).context("it ends within a section or a name")?;
    *bytes = after;
    Ok(taken)
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{HEAD, put, put_number, renamed, shorten};

    /// A module with two sections beside the imports, each import a function of type 200.
    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut body = Vec::new();
        put_number(&mut body, imports.len());
        for (from, name) in imports {
            put(&mut body, from.as_bytes());
            put(&mut body, name.as_bytes());
            body.push(0);
            put_number(&mut body, 200);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, body) in [(1, &[7; 300][..]), (2, &body), (10, &[9])] {
            module.push(id);
            put(&mut module, body);
        }
        module
    }

    #[test]
    fn imports_of_the_own_script_become_numbers() -> anyhow::Result<()> {
        let long = module(&[("./a_bg.js", "__wbg_x_1"), ("./other.js", "keep"), ("./a_bg.js", "__wbg_y_2")]);
        let short = module(&[("./a_bg.js", "0"), ("./other.js", "keep"), ("./a_bg.js", "1")]);
        assert_eq!(
            renamed(&long, "./a_bg.js")?,
            (short, vec!["__wbg_x_1".to_owned(), "__wbg_y_2".to_owned()])
        );
        Ok(())
    }

    #[test]
    fn module_and_script_agree_or_nothing_is_written() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (wasm, script) = (folder.path().join("a_bg.wasm"), folder.path().join("a.js"));
        let long = module(&[("./a_bg.js", "__wbg_x_1")]);
        fs::write(&wasm, &long)?;
        fs::write(&script, "{ __wbg_x_12: f }")?;
        assert!(shorten(folder.path(), "a").is_err());
        assert_eq!(fs::read(&wasm)?, long);
        fs::write(&script, "{ __wbg_x_1: f, __wbg_x_12: g }")?;
        shorten(folder.path(), "a")?;
        assert_eq!(fs::read(&wasm)?, module(&[("./a_bg.js", "0")]));
        assert_eq!(fs::read_to_string(&script)?, "{ 0: f, __wbg_x_12: g }");
        Ok(())
    }

    #[test]
    fn a_module_that_breaks_off_is_refused() {
        let whole = module(&[("./a_bg.js", "x")]);
        for end in [0, HEAD - 1, HEAD + 1, HEAD + 2, whole.len() - 1] {
            assert!(renamed(&whole[..end], "./a_bg.js").is_err(), "{end}");
        }
    }
}
