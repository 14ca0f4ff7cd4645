//! nearside-trainer
fn main() {}
