//! What a customer asked for, and what it costs.

pub mod price;
