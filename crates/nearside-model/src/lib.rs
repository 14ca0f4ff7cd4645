//! nearside-model
