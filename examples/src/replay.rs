//! An order history, sent to a shop one way, with people who take their time.
//!
//! What the history does not say is a [`Setting`]: how long review, close and sending take, and what becomes of
//! goods that are not there. Reviewers find false orders; without a reviewer they are found when they become known.

mod books;
mod clerk;
mod diary;
mod opening;
mod outcome;
mod sending;
mod setting;

pub use books::{Books, Declined};
pub use opening::opened_shop;
pub use outcome::{Outcome, Standing, report};
pub use sending::{Replay, replay};
pub use setting::{Setting, parse_span};
