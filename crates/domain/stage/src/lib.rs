//! Where an order stands, who answers for it, until when.
//!
//! A [`Scheme`] is data, proved sound before it runs; a [`Board`] goes by it: commands come in, notes come out, and
//! what is due, who has what to do and who was told can be read at any moment.
//!
//! ```
//! use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, OrderId};
//! use sklad_stage::{Board, Command, Facts, Plan, Scheme, Wish};
//!
//! let scheme = Scheme::builder("small shop", 1)
//!     .payments(&["cash"])
//!     .deliveries(&["courier"])
//!     .person("maria", &[])
//!     .stage("picking", |stage| stage.responsible("person maria").limit("2h").alert("person maria"))
//!     .stage("done", |stage| stage.succeeds())
//!     .build()?;
//! let now = Moment::parse("2026-03-02T10:00:00Z")?;
//! let envelope = Envelope::new(CommandId::counted(now, 0), Actor::System("site".into()), now, ());
//! let mut board = Board::new();
//! board.run(&envelope.with(Command::adopt(scheme.clone(), Plan::default())), &scheme)?;
//! let start = Wish::Start { payment: "cash".parse()?, delivery: "courier".parse()? };
//! board.run(&envelope.with(Command::of(OrderId::new(7), Facts::NONE, start)), &scheme)?;
//! assert_eq!(board.next_deadline(), Some(now.plus_seconds(7200)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - A scheme: [`Draft`] as a shop writes it, [`Flaws`] that say all that is wrong, [`Preset`]s to copy; it draws
//!   itself and lists its paths.
//! - Words: [`Fact`]s and [`Condition`]s, [`Happening`]s, [`Party`], [`Calendar`] and [`Span`].
//! - Running: [`Command`], [`Wish`], [`Event`], [`Note`], [`Track`], [`Refusal`]; [`Statistics`] over the log.
//! - A machine that keeps a board among other things decides on a [`Sketch`] of it, which
//!   says what of an order it must know ([`Asked`]).
//!
//! **Invariant:** stage knows nothing of orders but their ids: what holds of one comes with each command as [`Facts`].
//!
//! What it is not: a user directory, or a timer. Whoever runs it feeds the moments in.

mod board;
mod builder;
mod calendar;
mod check;
mod command;
mod decide;
mod draft;
mod draw;
mod event;
mod facts;
mod flaw;
mod names;
mod numbers;
mod paths;
mod presets;
#[cfg(any(feature = "json", feature = "toml"))]
mod read;
mod refusal;
mod scheme;
mod span;
mod statistics;
mod track;
#[cfg(feature = "serde")]
mod wire;
mod words;

pub use board::Board;
pub use builder::{SchemeBuilder, StageBuilder, TransitionBuilder};
pub use calendar::{Calendar, Hours};
pub use command::{Command, Plan, Wish};
pub use decide::{Asked, Asking, Sketch};
pub use draft::{Alert, Draft, Limit, RoleDraft, StageDraft, Titles, TransitionDraft};
pub use event::{Arrival, Event, How, Note, What, Why};
pub use facts::{Condition, Facts};
pub use flaw::{Example, Flaw, Flaws, Mistake};
pub use names::{CalendarId, Language, Person, Role, SchemeName, StageId, TransitionId};
pub use paths::Step;
pub use presets::Preset;
pub use refusal::Refusal;
pub use scheme::{Scheme, SchemeVersion};
pub use span::Span;
pub use statistics::{Rate, Statistics, Stay};
pub use track::{Changed, Clock, Kind, Problem, Track};
pub use words::{Fact, HandOut, Happening, Outcome, Party, Weekday};
