//! The body that a collector is sent: read or refused, and what was read is what would have been written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_report::{batch, wire::REPORT_BYTES};

const TODAY: u32 = 20_000;

fuzz_target!(|body: &[u8]| {
    let _ = batch::read(body, TODAY);
    // No fuzzer guesses a checksum.
    let mut body = body.to_vec();
    for report in body.chunks_exact_mut(REPORT_BYTES) {
        let (checked, checksum) = report.split_at_mut(REPORT_BYTES - 4);
        checksum.copy_from_slice(&crc32fast::hash(checked).to_be_bytes());
    }
    let Ok(reports) = batch::read(&body, TODAY) else { return };
    for (report, bytes) in reports.iter().zip(body.chunks_exact(REPORT_BYTES)) {
        assert_eq!(report.to_bytes().as_slice(), bytes);
    }
});
