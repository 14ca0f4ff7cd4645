//! Reports, from the request to the durable commit.
//!
//! `receive` checks the body and the sender's right to send it, `Ingest` counts it together with whatever else
//! arrived meanwhile, `retention` forgets ids that cannot come again.

mod ingest;
mod receive;
mod refusal;
mod retention;

pub(crate) use ingest::Ingest;
pub(crate) use receive::{__path_receive, Receiver, receive};
pub(crate) use refusal::{Refusal, RefusalBody};
pub(crate) use retention::keep_forgetting;
