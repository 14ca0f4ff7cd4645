//! What a draft needs to become a report.

use nearside_report::draft::SealError;
use nearside_report::randomizer::RandomizerError;
use nearside_report::{Draft, Report};

use crate::visitors::{Agreed, bytes, rng, stream};

fn draft() -> Draft {
    Draft { stream: stream("proof", 5), day: 20_000, segment: 4, reward: 1.0 }
}

#[test]
fn a_draft_that_cannot_be_read_back_is_not_sealed() {
    let seal = |draft: Draft| draft.seal(&Agreed, bytes(&mut rng(1))).err();
    let named = |site: &str, slot: &str, variant: &str| {
        let mut draft = draft();
        (draft.stream.site, draft.stream.slot, draft.stream.variant) =
            (site.into(), slot.into(), variant.into());
        draft
    };
    assert_eq!(seal(draft()), None);
    assert_eq!(seal(named("a/b", "a", "a")), Some(SealError::Name("site")));
    assert_eq!(seal(named("a", "", "a")), Some(SealError::Name("slot")));
    assert_eq!(seal(named("a", "a", &"a".repeat(65))), Some(SealError::Name("variant")));
    assert_eq!(seal(Draft { segment: 5, ..draft() }), Some(SealError::Segment(5)));
    let mut without_arms = draft();
    without_arms.stream.arms = 0;
    assert_eq!(seal(without_arms), Some(SealError::Arms));
}

#[test]
fn the_id_and_the_symbol_come_from_the_bytes_alone() {
    let seal = |random: &[u8]| draft().seal(&Agreed, random.iter().copied());
    let (id, truth) = ([7; 16], [0; 4]);
    let report = seal(&[&id[..], &truth].concat()).unwrap();
    assert_eq!((report.id(), report.symbol()), (id, 9));
    let lie = seal(&[&id[..], &600_000_u32.to_le_bytes()].concat()).unwrap();
    assert_eq!(lie.symbol(), 1, "the second of the others");
    for short in [0, 15, 16, 19] {
        let error = seal(&[0; 20][..short]).err();
        assert_eq!(error, Some(SealError::Randomizer(RandomizerError::OutOfBytes)), "{short}");
    }
    assert_eq!(Report::from_bytes(&report.to_bytes()), Ok(report));
}
