//! The agent in a real browser: senses real and made-up events, swaps and gives back, and never breaks its page.
//!
//! Run by `wasm-pack test --headless` in Chromium and Firefox.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, missing_docs)]

mod act;
mod agent;
mod catalogue;
mod clicks;
mod edits;
mod happened;
mod html;
mod keep;
mod life;
mod model;
mod moves;
mod page;
mod place;
mod renders;
mod sense;
mod still;
mod wait;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
