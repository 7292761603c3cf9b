//! A history that is sent one way, from an empty shop to what came of it.

use std::{error::Error, time::Instant};

use sklad::prelude::*;

use super::{Books, Outcome, Setting, clerk::Clerk, opening::open_shop};
use crate::history::{History, OpeningStock};

/// Sends a history one way through a shop in memory and counts what comes of it.
///
/// # Errors
/// [`Declined`](super::Declined) when the shop cannot be set up; a refused order is counted, not an error.
pub fn replay(
    history: &History,
    opening: &OpeningStock,
    way: Way,
    setting: &Setting,
) -> Result<Outcome, Box<dyn Error>> {
    Replay { history, opening, way, setting }.run(Books::in_memory(), &mut || ())
}

/// A history that is to be sent one way.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that programs build")]
pub struct Replay<'a> {
    /// The orders, and what happened to them.
    pub history: &'a History,
    /// What is there in the beginning.
    pub opening: &'a OpeningStock,
    /// The way of all orders.
    pub way: Way,
    /// What the history does not say.
    pub setting: &'a Setting,
}

impl Replay<'_> {
    /// Sends the history through the shop of these books and counts what comes of it; `step` is called as each entry
    /// of the history is done.
    ///
    /// # Errors
    /// [`Declined`](super::Declined) when the shop cannot be set up or its file cannot be written; a refused order is counted.
    pub fn run(&self, mut books: Books, step: &mut dyn FnMut()) -> Result<Outcome, Box<dyn Error>> {
        let started = Instant::now();
        open_shop(&mut books, self)?;
        let mut outcome = Clerk::new(self.history, books, self.way, *self.setting).work(step)?;
        outcome.time = started.elapsed();
        Ok(outcome)
    }
}
