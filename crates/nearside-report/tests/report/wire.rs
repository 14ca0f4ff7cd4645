//! Bytes: there and back, and every way in which they can be wrong.

use nearside_report::batch::{self, BatchError, MOST_REPORTS};
use nearside_report::wire::{REPORT_BYTES, ReportError};
use nearside_report::{Report, name, stream};
use proptest::prelude::*;

use crate::visitors::{rng, sealed};

fn report() -> Report {
    sealed(3, 1.0, &mut rng(1))
}

/// The bytes with some changed, and the checksum made to fit again.
fn changed(at: usize, new: &[u8]) -> [u8; REPORT_BYTES] {
    let mut bytes = report().to_bytes();
    bytes[at..at + new.len()].copy_from_slice(new);
    let checksum = crc32(&bytes[..252]);
    bytes[252..].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// The checksum, bit by bit, as its definition has it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn the_layout_is_the_documented_one() {
    let (report, bytes) = (report(), report().to_bytes());
    assert_eq!(bytes[..12], [b'N', b'R', 1, 0, 0, 0, 0x4e, 0x20, 0x07, 0xd0, 5, 2]);
    assert_eq!(bytes[12..14], report.symbol().to_be_bytes());
    assert_eq!((&bytes[14..16], &bytes[16..32]), (&[0, 3][..], &report.id()[..]));
    assert!(bytes[32..].starts_with(b"shop.example\0") && bytes[124..].starts_with(b"hero\0"));
    assert!(bytes[188..].starts_with(b"proof\0"));
    assert_eq!(bytes[252..], crc32(&bytes[..252]).to_be_bytes());
}

#[test]
fn every_single_flipped_bit_is_noticed() {
    let bytes = report().to_bytes();
    for bit in 0..REPORT_BYTES * 8 {
        let mut flipped = bytes;
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Report::from_bytes(&flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn each_way_to_be_wrong_has_its_error() {
    use ReportError as Error;
    for (bytes, expected) in [
        (changed(0, b"RN"), Error::Magic),
        (changed(2, &[2]), Error::Version(2)),
        (changed(3, &[2]), Error::Origin(2)),
        (changed(8, &[0, 1]), nearside_report::epsilon::UnknownEpsilon(1).into()),
        (changed(10, &[0]), nearside_report::cells::BadCells { segments: 0, bins: 2 }.into()),
        (changed(10, &[200]), nearside_report::cells::BadCells { segments: 200, bins: 2 }.into()),
        (changed(11, &[1]), nearside_report::cells::BadCells { segments: 5, bins: 1 }.into()),
        (changed(12, &[0, 10]), Error::Symbol { symbol: 10, cells: 10 }),
        (changed(14, &[0, 0]), Error::Arms),
        (changed(32, b"/"), Error::Name("site")),
        (changed(124, &[0; name::NAME_BYTES]), Error::Name("slot")),
        (changed(124, b"a.b"), Error::Name("slot")),
        (changed(200, b"x"), Error::Name("variant")),
    ] {
        assert_eq!(Report::from_bytes(&bytes), Err(expected));
    }
    let bytes = report().to_bytes();
    assert_eq!(Report::from_bytes(&bytes[1..]), Err(Error::Length(255)));
    let mut torn = bytes;
    torn[60] ^= 1;
    assert_eq!(Report::from_bytes(&torn), Err(Error::Checksum));
}

#[test]
fn only_a_day_near_today_counts() {
    let (report, day) = (report(), 20_000);
    for (today, is_near) in [
        (day - 2, false),
        (day - 1, true),
        (day + 14, true),
        (day + 15, false),
        (0, false),
        (u32::MAX, false),
    ] {
        assert_eq!(report.check_day(today).is_ok(), is_near, "{today}");
    }
    assert_eq!(report.check_day(day + 15), Err(ReportError::Late { day, today: day + 15 }));
    assert_eq!(report.check_day(day - 2), Err(ReportError::Early { day, today: day - 2 }));
}

#[test]
fn a_batch_is_whole_reports_or_nothing() {
    let mut rng = rng(2);
    let body = |count: usize, rng: &mut _| -> Vec<u8> {
        (0..count).flat_map(|_| sealed(0, 0.0, rng).to_bytes()).collect()
    };
    for count in [1, 2, MOST_REPORTS] {
        let body = body(count, &mut rng);
        let read = batch::read(&body, 20_000).unwrap();
        assert_eq!(read.iter().flat_map(Report::to_bytes).collect::<Vec<u8>>(), body);
        assert_eq!(batch::read(&body[1..], 20_000), Err(BatchError::Length(body.len() - 1)));
    }
    assert_eq!(MOST_REPORTS, 256);
    assert_eq!(batch::read(&[], 20_000), Err(BatchError::Length(0)));
    assert_eq!(batch::read(&body(257, &mut rng), 20_000), Err(BatchError::Length(257 * 256)));
    let mut bad = body(3, &mut rng);
    bad[256 + 2] = 9;
    let error = ReportError::Version(9);
    assert_eq!(batch::read(&bad, 20_000), Err(BatchError::Report { index: 1, error }));
}

fn names() -> impl Strategy<Value = (String, String, String)> {
    ("[a-z0-9_.-]{1,92}", "[A-Za-z0-9_-]{1,64}", "[A-Za-z0-9_-]{1,64}")
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        (site, slot, variant) in names(),
        seed in any::<u64>(), day in any::<u32>(), arms in 1_u16.., segments in 1_u8..=32, bins in 2_u8..=8,
        segment in 0_u8..32, reward in 0.0..1.0, is_holdout in any::<bool>(),
    ) {
        use crate::visitors::{Agreed, bytes, stream as plain};
        let origin = if is_holdout { stream::Origin::Holdout } else { stream::Origin::Explored };
        let cells = nearside_report::Cells::new(segments, bins).unwrap();
        let stream = nearside_report::Stream { site, slot, variant, origin, arms, cells, ..plain("a", 5) };
        let draft = nearside_report::Draft { stream, day, segment: segment % segments, reward };
        let report = draft.seal(&Agreed, bytes(&mut rng(seed))).unwrap();
        prop_assert_eq!(Report::from_bytes(&report.to_bytes()), Ok(report));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Report::from_bytes(&bytes);
        let _ = batch::read(&bytes, 20_000);
    }

    #[test]
    fn any_fields_under_a_right_checksum_are_refused_or_write_the_same(
        at in 2_usize..220, new in prop::collection::vec(any::<u8>(), 1..32),
    ) {
        let bytes = changed(at, &new);
        if let Ok(report) = Report::from_bytes(&bytes) {
            prop_assert_eq!(report.to_bytes(), bytes);
        }
    }
}
