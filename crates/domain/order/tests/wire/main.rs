//! The wire form of orders: golden texts, laws over random orders, and what hostile text does.
#![allow(clippy::unwrap_used, reason = "the strategies build what is valid")]

mod golden;
mod hostile;
mod laws;
mod setting;
