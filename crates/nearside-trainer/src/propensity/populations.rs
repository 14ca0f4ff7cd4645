//! Populations: visitors who are not those that a model was trained on, some real and some made up.
//!
//! Real ones are sessions of one kind, left out of the training whole: who came new, in one month, by one channel. Made-up
//! ones have real sessions and labels by a law, so that what tuning can win or lose there is known beforehand.

use nearside_core::{finetune::LastLayer, seed::VisitRng};
use rand::{RngExt, seq::SliceRandom};

use crate::data::sessions::{Sessions, SessionsError, place};

/// What is left out of the training and then met.
#[derive(Clone, Copy, Debug)]
pub(super) enum LeftOut {
    /// Sessions drawn at random, this share of all.
    Share(f64),
    /// Those whose feature of this path has this value.
    Kind(&'static str, f32),
}

/// The populations, the one that is no other first.
pub(super) const POPULATIONS: [(&str, LeftOut); 9] = [
    ("a fifth drawn at random", LeftOut::Share(0.2)),
    ("new visitors", LeftOut::Kind("session.returning", 0.0)),
    ("November", LeftOut::Kind("time.month", 11.0)),
    ("March", LeftOut::Kind("time.month", 3.0)),
    ("channel 2", LeftOut::Kind("session.channel", 2.0)),
    ("channel 3", LeftOut::Kind("session.channel", 3.0)),
    ("channel 8", LeftOut::Kind("session.channel", 8.0)),
    ("channel 13", LeftOut::Kind("session.channel", 13.0)),
    ("system 3", LeftOut::Kind("session.system", 3.0)),
];

impl LeftOut {
    /// Of each session, whether it is left out.
    ///
    /// # Errors
    /// [`SessionsError::Schema`].
    pub(super) fn of(self, sessions: &Sessions, rng: &mut VisitRng) -> Result<Vec<bool>, SessionsError> {
        match self {
            LeftOut::Share(share) => Ok((0..sessions.len()).map(|_| rng.random_bool(share)).collect()),
            LeftOut::Kind(path, value) => {
                let column = place(path)?;
                Ok(sessions.rows().map(|row| row[column] == value).collect())
            }
        }
    }
}

/// One session of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lived<'a> {
    /// What the last layer reads of it.
    pub(super) hidden: &'a [f32],
    /// Tag of the segment it falls in.
    pub(super) segment: u16,
    /// Whether it bought.
    pub(super) bought: bool,
}

/// Laws for the labels of a stream of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    /// As it was.
    Real,
    /// Drawn by what the shipped layer says: there is nothing to learn.
    Shipped,
    /// The real labels, shuffled: nothing tells who buys.
    Shuffled,
    /// Coins for the first half of the stream, then as [`Law::Shipped`].
    CoinsFirst,
    /// Who is unlikely to buy does, for the first half, then as [`Law::Shipped`].
    TurnedFirst,
}

/// The made-up laws, with their names.
pub(super) const LAWS: [(&str, Law); 4] = [
    ("drawn by the shipped layer", Law::Shipped),
    ("shuffled labels", Law::Shuffled),
    ("coins first, then as shipped", Law::CoinsFirst),
    ("turned round first, then as shipped", Law::TurnedFirst),
];

impl Law {
    /// The labels of a stream, in its order.
    pub(super) fn labels(self, layer: &LastLayer, stream: &[Lived<'_>], rng: &mut VisitRng) -> Vec<bool> {
        let mut labels: Vec<bool> = stream.iter().map(|session| session.bought).collect();
        if self == Law::Shuffled {
            labels.shuffle(rng);
        }
        if matches!(self, Law::Real | Law::Shuffled) {
            return labels;
        }
        let law = |(at, session): (usize, &Lived<'_>)| {
            let shipped = layer.probability(session.hidden);
            let is_first = at < stream.len() / 2;
            rng.random_bool(match self {
                Law::CoinsFirst if is_first => 0.5,
                Law::TurnedFirst if is_first => 1.0 - shipped,
                _ => shipped,
            })
        };
        stream.iter().enumerate().map(law).collect()
    }

    /// The session of a stream of `count` from which on it is measured: what comes first is there to mislead.
    pub(super) fn measured_from(self, count: usize) -> usize {
        if matches!(self, Law::CoinsFirst | Law::TurnedFirst) { count / 2 } else { 0 }
    }
}
