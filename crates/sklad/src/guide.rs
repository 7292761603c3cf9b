//! Longer prose: what the words mean, and what the four ways do.

#[doc = include_str!("../docs/glossary.md")]
pub mod glossary {}

#[doc = include_str!("../docs/four-ways.md")]
pub mod four_ways {}
