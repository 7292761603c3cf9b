//! The read models as SQL tables, in a file beside the log.
//!
//! [`Tables`] writes what a [`Teller`] tells, and up to where that reflects the log, in one transaction; the schema is
//! documented in `schema.sql`, column by column. The tables may lag: [`Watch`] waits for a position.
//!
//! ```
//! use sklad_base::{Moment, RecordNo};
//! use sklad_flow::{Event, Shop};
//! use sklad_sqlite::views::{Reflected, Tables};
//! use sklad_store::{Position, views::{Teller, Step}};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("shop.views.sqlite");
//! let mut tables = Tables::open(&path)?;
//! let mut teller = Teller::new(Shop::new());
//! let (record, moment) = (RecordNo::FIRST, Moment::parse("2026-03-02T10:00:00Z")?);
//! let events = [Event::OutletNamed { outlet: sklad_base::OutletId::new(0), code: "WEB".parse()? }];
//!
//! teller.take(&Step { record, moment, who: None, events: &events });
//! tables.follow(&mut teller, Reflected { position: Position::new(1), record, moment: Some(moment), ..Reflected::NOTHING })?;
//! assert_eq!(tables.reflects().position, Position::new(1));
//! assert_eq!(tables.check(teller.shop())?, []);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Following`] is the projection that a `Follower` of the log feeds; [`rebuild()`] makes the tables anew from a log.
//! [`WithRecord`] writes the rows into the log's own file, in the transaction of each record.
//!
//! What it is not: truth. All of it is derived, and [`Tables::rebuild`] makes it anew.

mod check;
mod corners;
mod following;
mod readable;
mod rebuild;
mod schema;
mod tables;
mod watch;
mod with_record;
mod write;

pub use check::{Difference, What};
pub use following::{Following, rebuild};
pub use rebuild::{Progress, Rebuild};
pub use tables::{Reflected, Tables};
pub use watch::Watch;
pub use with_record::WithRecord;

#[cfg(doc)]
use sklad_store::views::Teller;
