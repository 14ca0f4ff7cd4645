//! Rust source, as tokens: what it declares and what it refers to.
//!
//! Input: the text of a module; output: its `mod` lines and the names it takes from its crate's root, with
//! line numbers. Comments and strings are not tokens, and whatever `#[cfg(test)]` marks is left out, since
//! a test may look anywhere. Types are not resolved: a name is what stands after `crate::`.

use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What a module's text says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// The modules it declares in files of their own, in order.
    pub(super) modules: Vec<String>,
    /// The names it takes from the crate's root, with the lines they stand on.
    pub(super) references: Vec<(String, usize)>,
    /// Every `use` path in it: the first segment, and each name after it.
    pub(super) imports: Vec<(String, Vec<String>)>,
    /// Every identifier, with its line.
    pub(super) identifiers: Vec<(String, usize)>,
}

/// Reads a module that lies `depth` levels below its crate's root (0 is the root itself).
pub(super) fn parse(text: &str, depth: usize) -> Result<Source> {
    let tokens = TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?;
    let mut source = Source::default();
    source.read(tokens, depth);
    Ok(source)
}

impl Source {
    fn read(&mut self, stream: TokenStream, depth: usize) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if is_test_only(&tokens[at..]) {
                at += item_length(&tokens[at..]);
                continue;
            }
            match &tokens[at] {
                TokenTree::Ident(word) => {
                    self.identifiers.push((word.to_string(), word.span().start().line));
                    self.read_word(&tokens, at, depth);
                }
                TokenTree::Group(group) => {
                    // The body of `mod name { … }` is one level further down.
                    let is_module =
                        at >= 2 && is_word(&tokens[at - 2], "mod") && ident(&tokens[at - 1]).is_some();
                    self.read(group.stream(), depth + usize::from(is_module));
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn read_word(&mut self, tokens: &[TokenTree], at: usize, depth: usize) {
        let rest = &tokens[at..];
        match ident(&rest[0]).unwrap_or_default().as_str() {
            "mod" => {
                if let [_, name, TokenTree::Punct(end), ..] = rest
                    && end.as_char() == ';'
                {
                    self.modules.extend(ident(name));
                }
            }
            "use" => {
                if let Some(first) = rest.get(1).and_then(ident) {
                    let end = rest.iter().position(|token| is_punct(token, ';')).unwrap_or(rest.len());
                    self.imports.push((first, names(&rest[2..end.max(2)])));
                }
            }
            "crate" => self.refer(&rest[1..]),
            // A chain is read at its first `super`, which nothing but the path's start stands before.
            "super" if depth > 0 && !(at > 0 && is_punct(&tokens[at - 1], ':')) => {
                let mut steps = 1;
                let mut tail = &rest[1..];
                while let [first, second, word, ..] = tail
                    && is_punct(first, ':')
                    && is_punct(second, ':')
                    && is_word(word, "super")
                {
                    steps += 1;
                    tail = &tail[3..];
                }
                if steps == depth {
                    self.refer(tail);
                }
            }
            _ => {}
        }
    }

    /// Takes what follows `crate`, which is `::name` or `::{name, …}`, or something that is no path.
    fn refer(&mut self, tail: &[TokenTree]) {
        let [first, second, target, ..] = tail else { return };
        if !is_punct(first, ':') || !is_punct(second, ':') {
            return;
        }
        match target {
            TokenTree::Ident(name) => self.references.push((name.to_string(), name.span().start().line)),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for path in inner.split(|token| is_punct(token, ',')) {
                    if let Some(TokenTree::Ident(name)) = path.first() {
                        self.references.push((name.to_string(), name.span().start().line));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether an attribute here keeps the item after it to test builds.
fn is_test_only(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [mark, TokenTree::Group(body), ..]
        if is_punct(mark, '#') && body.stream().to_string().replace(' ', "") == "cfg(test)")
}

/// How many tokens an item has, its attributes included: up to its body or its semicolon.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_punct(other, ';'),
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1)
}

fn names(tokens: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) => found.push(name.to_string()),
            TokenTree::Group(group) => found.extend(names(&group.stream().into_iter().collect::<Vec<_>>())),
            _ => {}
        }
    }
    found
}

fn ident(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn references(text: &str, depth: usize) -> Vec<String> {
        parse(text, depth)
            .map(|source| source.references)
            .unwrap_or_default()
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn reads_single_and_grouped_paths() {
        assert_eq!(references("use crate::a::B;\nuse crate::{b, c::{D, E}};", 1), ["a", "b", "c"]);
        assert_eq!(references("fn f() -> u8 { crate::d::g() }", 1), ["d"]);
    }

    #[test]
    fn ignores_comments_strings_tests_and_visibility() {
        let text = "// crate::a\npub(crate) fn f() { let _ = \"crate::b\"; }\n#[cfg(test)]\nmod tests { use crate::c; }";
        assert_eq!(references(text, 1), [""; 0]);
    }

    #[test]
    fn super_counts_only_where_it_reaches_the_root() {
        assert_eq!(references("use super::a;", 1), ["a"]);
        assert_eq!(references("use super::a; use super::super::b;", 2), ["b"]);
        assert_eq!(references("mod inner { use super::a; use super::super::b; }", 1), ["b"]);
    }

    #[test]
    fn gives_modules_in_order_and_lines_of_references() -> anyhow::Result<()> {
        let source = parse("pub mod b;\nmod a;\n#[cfg(test)]\nmod t;\nmod inline {}\nuse crate::x;", 0)?;
        assert_eq!(source.modules, ["b", "a"]);
        assert_eq!(source.references, [("x".to_owned(), 6)]);
        Ok(())
    }

    #[test]
    fn gives_what_is_imported_from_where() -> anyhow::Result<()> {
        let source = parse("pub use a::{B, c::D};", 0)?;
        assert_eq!(source.imports, [("a".to_owned(), vec!["B".to_owned(), "c".to_owned(), "D".to_owned()])]);
        Ok(())
    }
}
