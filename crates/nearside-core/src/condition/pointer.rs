//! Where the parser stands in a condition.
//!
//! A chain of borrowed steps on the stack, written out as a JSON Pointer (RFC 6901) only when an error needs
//! it: parsing a valid condition allocates nothing for it.

use std::fmt::Write;

/// A position: the root, or a key or index below another position.
#[derive(Clone, Copy)]
pub(super) enum Pointer<'a> {
    Root,
    Key(&'a Pointer<'a>, &'a str),
    Index(&'a Pointer<'a>, usize),
}

impl Pointer<'_> {
    /// The position as a JSON Pointer.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(text);
                text.push('/');
                text.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Self::Index(parent, index) => {
                parent.write(text);
                // Writing to a String cannot fail.
                let _ = write!(text, "/{index}");
            }
        }
    }
}
