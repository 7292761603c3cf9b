//! Who the customer is: tax numbers and e-mails read and checked, orders matched to cards, cards merged and parted.
//!
//! What an order says of its customer comes in; this card, a new contact on it, a new card, or a question for a person
//! comes out, always with its evidence (F4).
//!
//! ```
//! use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, OrderId, PersonId};
//! use sklad_party::{Command, Outcome, Policy, Register, Said, Secret};
//!
//! let now = Moment::parse("2026-03-02T10:00:00Z")?;
//! let (mut register, policy) = (Register::new(), Policy::new(Secret::new(7)));
//! let first = Said::of(PersonId::new(1)).email("ivan@romashka.ru").number("RU", "7710 000 015");
//! let command = Command::Recognise { order: OrderId::new(0), said: first };
//! register.run(&Envelope::new(CommandId::counted(now, 0), Actor::System("site".into()), now, command), &policy)?;
//!
//! let second = Said::of(PersonId::new(2)).email("olga@romashka.ru").number("EU", "").number("RU", "7710000015");
//! let verdict = register.find(&second, &policy);
//! assert!(matches!(verdict.outcome, Outcome::Match(_)) && verdict.new_contact);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`TaxId`], [`Email`] (and `Phone` with the feature `phones`) read one value each and can be used alone.
//! - [`Register`] is the machine: [`Command`], [`Event`], [`Refusal`]; [`Register::find`] asks and changes nothing.
//! - [`Said`] is what an order says; [`Verdict`] the answer; [`Policy`] what the shop chooses.
//! - [`Bulk`] puts a whole base in order at once; [`compare`] lists what comes out otherwise one by one.
//! - [`Book`] folds the same events into names and contacts for people.
//!
//! Feature `serde` (off by default) gives commands, events, settings and the register a wire form; a [`Secret`] has none.
//!
//! **Invariant:** party knows nothing of orders but their ids; the register holds digests, never words.
//!
//! What it is not: an address book, or a guess by names: those make suggestions for a person.

// Laws about what is private here run in the world of those about what is public.
#[cfg(test)]
extern crate self as sklad_party;

mod book;
mod card;
mod dedupe;
mod email;
mod event;
mod explain;
mod family;
mod few;
mod invalid;
mod key;
mod links;
mod machine;
mod names;
#[cfg(feature = "phones")]
mod phone;
mod policy;
mod refusal;
mod register;
mod said;
mod shared;
mod suggest;
mod table;
mod tally;
mod tax_id;
mod text;
mod verdict;
#[cfg(feature = "serde")]
mod wire;

pub use book::{Book, Page};
pub use card::{CardId, Customer};
pub use dedupe::{Bulk, Cause, Deduped, Difference, KeptApart, compare};
pub use email::{Email, Fold};
pub use event::{Event, List, MergeNo, Pin};
pub use explain::{Evidence, Explanation, reason};
pub use invalid::Invalid;
pub use key::{Key, Secret};
pub use machine::{Choice, Command};
#[cfg(feature = "phones")]
pub use phone::Phone;
pub use policy::{Branches, Doubles, Mismatch, Phones, Policy, Rule};
pub use refusal::Refusal;
pub use register::{Footprint, Merge, Register};
pub use said::{Class, Kpp, Number, Said, Sort};
pub use tax_id::{Kind, Scheme, TaxId};
pub use verdict::{Flag, Outcome, Proposal, Verdict, Word};
