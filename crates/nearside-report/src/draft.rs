//! What happened, before the noise; it has no bytes, so it cannot leave.
//!
//! A draft and random bytes → a report. Sealing takes the proof that the visitor agreed to be measured: whoever can
//! name a grant for `measure` implements [`MayMeasure`] for it, and nothing else should.

use thiserror::Error;

use crate::name::{is_name, is_site};
use crate::randomizer::{Randomizer, RandomizerError};
use crate::report::Report;
use crate::stream::Stream;

/// Stands for the visitor's consent to `measure`; implemented for the token that only a yes mints.
pub trait MayMeasure {}

/// What a report is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What will be said in clear.
    pub stream: Stream,
    /// The server's day.
    pub day: u32,
    /// The visit's segment, by its place in the site's list.
    pub segment: u8,
    /// The reward of the exposure, in [0, 1].
    pub reward: f64,
}

/// Why a draft cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// A name that is none: site, slot or variant.
    #[error("the {0} is not a name")]
    Name(&'static str),
    /// No arms to draw from.
    #[error("a draw is among one arm or more")]
    Arms,
    /// A segment that is not in the site's list.
    #[error("there is no segment {0}")]
    Segment(u8),
    /// No symbol could be drawn.
    #[error(transparent)]
    Randomizer(#[from] RandomizerError),
}

impl Draft {
    /// Draws the id (16 bytes) and the symbol (4 bytes, rarely more) from bytes that must come from the system's own
    /// generator. Draw ahead of time and store before sending: every retry must send the same bytes.
    pub fn seal<Proof: MayMeasure>(
        self,
        _proof: &Proof,
        random: impl IntoIterator<Item = u8>,
    ) -> Result<Report, SealError> {
        let Self { stream, day, segment, reward } = self;
        for (text, is_sound, what) in [
            (&stream.site, is_site as fn(&str) -> bool, "site"),
            (&stream.slot, is_name, "slot"),
            (&stream.variant, is_name, "variant"),
        ] {
            if !is_sound(text) {
                return Err(SealError::Name(what));
            }
        }
        if stream.arms == 0 {
            return Err(SealError::Arms);
        }
        let truth = stream.cells.cell(segment, reward).ok_or(SealError::Segment(segment))?;
        let mut random = random.into_iter();
        let mut id = [0; 16];
        for byte in &mut id {
            *byte = random.next().ok_or(RandomizerError::OutOfBytes)?;
        }
        let symbol = Randomizer::new(stream.cells, stream.epsilon).draw(truth, &mut random)?;
        Ok(Report { id, day, stream, symbol })
    }
}
