//! The log of a shop in one SQLite file: the embedded default; and its read models as SQL tables, in another.
//!
//! [`SqliteLog`] keeps the whole contract of [`Log`](sklad_store::Log): what it acknowledges is on the disk.
//!
//! ```
//! use sklad_base::RecordNo;
//! use sklad_sqlite::SqliteLog;
//! use sklad_store::{Batch, BatchKey, Log, Position};
//!
//! # let folder = std::env::temp_dir().join(format!("sklad-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! let log = SqliteLog::open(folder.join("shop.sklad"))?;
//! let (key, record) = (BatchKey::new(uuid::Uuid::from_u128(7)), RecordNo::FIRST);
//! let batch = Batch { key, expected: Position::EMPTY, record, bytes: (*b"one order").into() };
//!
//! let receipt = sklad_store::wait(log.append(&batch))?;
//! drop(log);
//! let log = SqliteLog::open(folder.join("shop.sklad"))?;
//! assert_eq!(sklad_store::wait(log.head())?, receipt.position);
//! # drop(log);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | file | what it is |
//! | --- | --- |
//! | `shop.sklad` | the log: records, snapshots, the foundation; with `-wal` and `-shm` beside it while it is open |
//! | `shop.keys` | the keys of persons, in [`SqliteKeys`]: apart from the log, and backed up apart |
//! | `shop.sklad.1-400.archive` | records 1 to 400, sealed; names the archive before it |
//! | `shop.views.sqlite` | the read models, by [`views`]: derived, and made anew from the log |
//!
//! **Invariant:** opening never makes a file worse: what is not a log of sklad, or is newer than this version knows, is
//! refused before SQLite touches it.
//!
//! What it is not: a database of orders. Its tables hold bytes; for SQL there are the read models beside it.

mod archive;
mod care;
mod file;
mod fresh;
mod hub;
mod keys;
mod log;
mod open;
mod records;
mod seal;
mod snapshots;
pub mod views;
mod words;
mod worker;

pub use keys::SqliteKeys;
pub use log::SqliteLog;
pub use open::{Flush, OpenError, Setup};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
