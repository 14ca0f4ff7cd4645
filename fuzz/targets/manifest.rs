//! A model's manifest: read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_model::manifest::Manifest;

fuzz_target!(|json: &[u8]| {
    let _ = Manifest::parse(json);
});
