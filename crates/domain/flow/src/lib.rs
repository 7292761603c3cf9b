//! The shop: one order from placed to closed, with its stock and its papers, in one machine.
//!
//! A command comes in with names as people write them; events come out with numbers inside. All that one command
//! does to the order, its reserves and its documents happens together or not at all.
//!
//! ```
//! use sklad_base::{Actor, Channel, CommandId, Currency, Decider, Envelope, Moment, OrderNumber};
//! use sklad_base::{OutletCode, PlaceCode, Price, PriceBasis, Quantity, Sku};
//! use sklad_flow::{Command, Portion, Shop};
//! use sklad_order::{Draft, DraftLine, price::Terms};
//!
//! let (sku, place, outlet) = (Sku::parse("A-100")?, PlaceCode::parse("MAIN")?, OutletCode::parse("WEB")?);
//! let now = Moment::parse("2026-03-02T10:00:00Z")?;
//! let envelope = Envelope::new(CommandId::counted(now, 0), Actor::System("site".into()), now, ());
//! let mut shop = Shop::new();
//! let quantity = Quantity::units(5);
//! let price = Price::parse("19.90", Currency::parse("EUR")?)?;
//! let line = DraftLine::new(sku.clone(), Quantity::units(2), price);
//! let terms = Terms::new(price.currency(), PriceBasis::Gross);
//! for command in [
//!     Command::OpenOutlet(outlet.clone()),
//!     Command::OpenPlace { place: place.clone(), outlet },
//!     Command::AddItem { sku: sku.clone(), kept: true },
//!     Command::Receive { place, portions: vec![Portion { sku, quantity }] },
//!     Command::Place(Draft::new(Channel::parse("site")?, OrderNumber::parse("1001")?, terms, vec![line])),
//! ] {
//!     shop.run(&envelope.with(command), &())?;
//! }
//! let cell = shop.cell("MAIN", "A-100").unwrap();
//! assert_eq!((cell.on_hand(), cell.pending()), (Quantity::units(5), Quantity::units(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Shop`] is the machine; [`Command`] what is asked, [`Event`] what happened, [`Refusal`] why not.
//! - [`Settings`] are the shop's choices, adopted by [`Command::Adopt`]; they stand in the state and in the log.
//! - Finished orders leave the state after the time that the settings say, by events that come of
//!   [`due`](sklad_base::Decider::due): a driver asks for them at [`Shop::next_deadline`]. A command that names one is
//!   answered [`No::Recall`](sklad_base::No::Recall): give its record's events to [`Shop::recall`], take the event that
//!   comes of it in, write it, and decide again. Say with `begin` into which record each event goes.
//! - A shop that has adopted a scheme of stages ([`Command::AdoptScheme`]) moves its orders by [`Command::Stage`] and by
//!   what happens to them; a passed limit is an event, too, with somebody to tell ([`Event::alert`]).
//! - A person can be forgotten ([`Command::Forget`]); what departed orders held comes back forgotten.
//! - Whose an order is ([`Shop::customer`]) is looked for as it is placed, in a shop that was opened with its
//!   [`Secret`](sklad_party::Secret) ([`Shop::with_secret`]); what a person must say stands in [`Shop::questions`], and
//!   [`Command::Party`] says it. Until then no bill is closed.
//! - [`Case`] is one order with its papers and its way; [`Catalogue`] the names of items, places and outlets.
//!
//! Senders repeat what they got no answer to: a shop that wears [`Once`](sklad_base::Once) does each wish once.
//!
//! Feature `serde` (off by default) gives commands, events, settings and the whole state a wire form.
//!
//! **Invariant:** after each command, what the ledger has pending for a line is what waits of it.
//!
//! What it is not: a store. State lives in memory; whoever keeps the events can rebuild it.

mod adopt;
mod carry;
mod case;
mod catalogue;
mod command;
mod customer_settings;
mod customers;
mod decide;
mod desk;
mod evolve;
mod footprint;
mod forget;
mod goods;
mod intake;
mod leave;
mod live;
mod name;
mod policy;
mod preview;
mod rebill;
mod refusal;
mod register;
mod settings;
mod shop;
mod stages;
mod void;
mod watch;
#[cfg(feature = "serde")]
mod wire;
mod work;

pub use case::Case;
pub use catalogue::{Catalogue, Item};
pub use command::{Command, Event, Portion, Share};
pub use customer_settings::{CustomerSettings, Undecided};
pub use customers::Question;
pub use footprint::Footprint;
pub use name::CommandName;
pub use preview::{CellChange, Preview};
pub use refusal::{OpenBill, Refusal};
pub use settings::{Rule, Settings, StockSettings};
pub use shop::{Shop, ShortLine};
pub use stages::StageWish;
pub use watch::Alert;

#[cfg(test)]
mod tests;
