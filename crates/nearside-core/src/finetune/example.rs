//! One moment of a session: what the last layer read, and, once it is known, whether the session converted.
//!
//! Activations are cut to a byte each and a common scale (1/254 of the largest at most), as they are kept: what is learned
//! from them is the same before a page ends and after the next one has read them back.

/// Bytes of an example besides its activations.
pub(super) const HEAD: usize = 21;
/// Bits of times: ms since the epoch until the year 10889.
const TIME_BITS: u32 = 48;
/// Bits of chance that tell apart what two tabs noted in one millisecond.
const CHANCE_BITS: u32 = 16;
/// Largest activation.
const MOST: f32 = 1e6;
/// Steps to each side of 0.
const STEPS: f32 = 127.0;

/// Whether a session converted; what is more certain stands above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// It may still.
    Waiting,
    /// It ended without.
    Left,
    /// It did.
    Converted,
}

/// One moment of a session. Examples stand in the order of their sessions, then of their times.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// When the session began, whole ms since the epoch.
    pub(super) session: u64,
    /// Time and chance: no two examples have the same.
    pub(super) id: u64,
    /// Tag of the segment that the visit fell in; 0 for none.
    pub(super) segment: u16,
    pub(super) label: Label,
    scale: f32,
    hidden: Vec<i8>,
}

impl Example {
    /// Notes `hidden` at `at`, in the session that began at `session` (both ms since the epoch); nothing if the
    /// activations can't be kept.
    pub fn new(session: f64, at: f64, chance: u32, segment: u16, hidden: &[f32]) -> Option<Example> {
        if !hidden.iter().all(|h| h.abs() <= MOST) {
            return None;
        }
        let scale = hidden.iter().fold(0.0, |most: f32, h| most.max(h.abs())) / STEPS;
        let step = |h: &f32| if scale > 0.0 { (h / scale).round() as i8 } else { 0 };
        let chance = u64::from(chance) & ((1 << CHANCE_BITS) - 1);
        Some(Example {
            session: time(session),
            id: (time(at) << CHANCE_BITS) | chance,
            segment,
            label: Label::Waiting,
            scale,
            hidden: hidden.iter().map(step).collect(),
        })
    }

    /// When it was noted, ms since the epoch.
    pub(super) fn at(&self) -> f64 {
        (self.id >> CHANCE_BITS) as f64
    }

    /// The activations.
    pub(super) fn hidden(&self) -> impl Iterator<Item = f32> {
        self.hidden.iter().map(|&step| f32::from(step) * self.scale)
    }

    pub(super) fn width(&self) -> usize {
        self.hidden.len()
    }

    /// Whether two tabs noted the very same activations.
    pub(super) fn is_same_moment(&self, other: &Example) -> bool {
        (self.scale, &self.hidden) == (other.scale, &other.hidden)
    }

    /// Its place in a window.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.session, self.id)
    }

    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> {
        let [_, _, session @ ..] = self.session.to_be_bytes();
        let hidden = self.hidden.iter().map(|&step| step.to_be_bytes()[0]);
        let label = self.label as u8;
        (session.into_iter().chain(self.id.to_be_bytes()).chain(self.segment.to_be_bytes()))
            .chain([label])
            .chain(self.scale.to_be_bytes())
            .chain(hidden)
    }

    /// Reads what [`Example::bytes`] wrote.
    pub(super) fn read(bytes: &[u8]) -> Option<Example> {
        let (&[s0, s1, s2, s3, s4, s5], rest) = bytes.split_first_chunk()?;
        let (&id, rest) = rest.split_first_chunk()?;
        let (&segment, rest) = rest.split_first_chunk()?;
        let (&[label], rest) = rest.split_first_chunk()?;
        let (&scale, hidden) = rest.split_first_chunk()?;
        let label = match label {
            0 => Label::Waiting,
            1 => Label::Left,
            2 => Label::Converted,
            _ => return None,
        };
        let scale = f32::from_be_bytes(scale);
        (0.0..=MOST / STEPS).contains(&scale).then(|| Example {
            session: u64::from_be_bytes([0, 0, s0, s1, s2, s3, s4, s5]),
            id: u64::from_be_bytes(id),
            segment: u16::from_be_bytes(segment),
            label,
            scale,
            hidden: hidden.iter().map(|&step| i8::from_be_bytes([step])).collect(),
        })
    }
}

/// A segment's tag: its name as a number, so that windows of models with other segments can be read.
pub fn tag(segment: &str) -> u16 {
    let hash = segment
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // 0 is no segment.
    ((hash >> 16) as u16 ^ hash as u16).max(1)
}

/// Whole ms, as far as they can be kept.
pub(super) fn time(ms: f64) -> u64 {
    (ms.round().max(0.0) as u64).min((1 << TIME_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_are_kept_to_a_byte_and_read_back_as_kept() {
        let hidden = [0.5, -0.278, 3.0, 0.0];
        let example = Example::new(1.8e12, 1.8e12 + 5.4, 70_000, tag("deep"), &hidden).unwrap();
        for (kept, given) in example.hidden().zip(hidden) {
            assert!((kept - given).abs() <= 3.0 / 254.0 + 1e-6, "{given} became {kept}");
        }
        let bytes: Vec<u8> = example.bytes().collect();
        assert_eq!((bytes.len(), Example::read(&bytes)), (HEAD + 4, Some(example.clone())));
        assert_eq!((example.at(), example.place().0), (1.8e12 + 5.0, 1_800_000_000_000));
        for spoilt in [&bytes[..HEAD - 1], &[&bytes[..16], &[9], &bytes[17..]].concat()] {
            assert_eq!(Example::read(spoilt), None);
        }
        let nan = f32::NAN.to_be_bytes();
        assert_eq!(Example::read(&[&bytes[..17], &nan, &bytes[21..]].concat()), None);
    }

    #[test]
    fn what_is_not_a_number_is_no_example() {
        for hidden in [[f32::NAN, 1.0], [1.0, f32::NAN], [f32::NEG_INFINITY, 0.0], [2e6, 0.0]] {
            assert!(Example::new(0.0, 0.0, 0, 0, &hidden).is_none(), "{hidden:?}");
        }
        let nothing = Example::new(f64::NAN, -5.0, 0, 0, &[0.0, 0.0]).unwrap();
        assert_eq!((nothing.place(), nothing.hidden().sum::<f32>()), ((0, 0), 0.0));
    }
}
