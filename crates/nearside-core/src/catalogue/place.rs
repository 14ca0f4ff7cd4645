//! Where an edit moves things: the words of `position` and `order`.
//!
//! `before .price` → [`Position`], `by data-rank` → [`Order`]; like rewards, a word and what it takes. Selectors are
//! those of the slot.

use super::{attribute, edit::EditError, selector};

/// Where an element goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// Before its siblings.
    First,
    /// After its siblings.
    Last,
    /// Before the first that matches.
    Before(String),
    /// After the first that matches.
    After(String),
    /// Into the first that matches, after what is there.
    Into(String),
}

/// How an element's children are ranked. Those that tie, and those that have no rank, stay in the order in which they
/// were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// By the number in this attribute, the greatest first; without a number last.
    By(String),
    /// Those that match the first of these, then those that match the second, and so on; the others after them.
    First(Vec<String>),
}

/// Most selectors of one order.
const MOST_RANKS: usize = 64;

impl Position {
    pub(super) fn parse(text: &str) -> Result<Position, EditError> {
        let (word, selector) = split(text);
        let checked = || selector::check(selector).map(|()| selector.to_owned());
        match (word, selector) {
            ("first", "") => Ok(Position::First),
            ("last", "") => Ok(Position::Last),
            ("before", _) => Ok(Position::Before(checked()?)),
            ("after", _) => Ok(Position::After(checked()?)),
            ("into", _) => Ok(Position::Into(checked()?)),
            _ => Err(EditError::Value {
                attribute: "position",
                expected: "`first`, `last`, `before SELECTOR`, `after SELECTOR` or `into SELECTOR`",
            }),
        }
    }
}

impl Order {
    pub(super) fn parse(text: &str) -> Result<Order, EditError> {
        let wrong =
            EditError::Value { attribute: "order", expected: "`by ATTRIBUTE` or `first SELECTOR, SELECTOR`" };
        match split(text) {
            ("by", name) => {
                attribute::check_name(name)?;
                Ok(Order::By(name.to_owned()))
            }
            ("first", selectors) => {
                let ranks: Vec<String> = selectors.split(',').map(|one| one.trim().to_owned()).collect();
                ranks.iter().try_for_each(|rank| selector::check(rank))?;
                if ranks.len() > MOST_RANKS { Err(wrong) } else { Ok(Order::First(ranks)) }
            }
            _ => Err(wrong),
        }
    }
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}
