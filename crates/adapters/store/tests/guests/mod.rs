//! A small machine with all that a keeper must know of: words about persons, deadlines, recalls, forgetting.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, Moment, No, OrderId, PersonId, Personal, RecordNo,
    Refusals,
};
use sklad_store::{
    Machine,
    codec::{Malformed, Reader, Unwritable, Writer},
};

/// A book of guests: who is in, until when, and in which record those stand who have left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Guests {
    pub(crate) inside: BTreeMap<u32, Guest>,
    pub(crate) left: BTreeMap<u32, u64>,
    pub(crate) forgotten: BTreeSet<PersonId>,
    /// The last records by number, folded: so that their order counts.
    pub(crate) fold: u64,
    #[serde(skip)]
    record: Cursor,
}

/// The record that comes next: where a reader stands is no part of what was read.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor(u64);

impl PartialEq for Cursor {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cursor {}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Guest {
    pub(crate) name: Personal<String>,
    pub(crate) until: Option<Moment>,
    pub(crate) visits: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Wish {
    /// A guest comes in, for good or for so many seconds.
    Come {
        id: u32,
        person: u64,
        name: String,
        seconds: Option<i64>,
    },
    /// A guest who is in, or was once, is counted again.
    Greet(u32),
    Leave(u32),
    Forget(u64),
    /// So many events at once, for records that are too big.
    Fill(u32),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Told {
    Came { id: u32, guest: Guest },
    Greeted(u32),
    Left { id: u32, guest: Guest },
    Back { id: u32, guest: Guest },
    Forgotten(PersonId),
    Filled(String),
}

impl Decider for Guests {
    type Command = Wish;
    type Event = Told;
    type Policy = ();
    type Refusal = String;

    fn decide(
        &self,
        wish: &Envelope<Wish>,
        (): &(),
        out: &mut Events<Told>,
    ) -> Result<(), No<String>> {
        if self.next_deadline().is_some_and(|deadline| deadline <= wish.moment) {
            return Err(No::DueFirst);
        }
        let refuse = |why: String| Err(Refusals::one(why).into());
        match &wish.command {
            Wish::Come { id, .. } if self.inside.contains_key(id) => {
                refuse(format!("guest {id} is in"))
            }
            Wish::Come { person, .. } if self.forgotten.contains(&PersonId::new(*person)) => {
                refuse(format!("person {person} is forgotten"))
            }
            Wish::Come { id, person, name, seconds } => {
                let name = Personal::new(PersonId::new(*person), name.clone());
                let until = seconds.map(|seconds| wish.moment.plus_seconds(seconds));
                out.push(Told::Came { id: *id, guest: Guest { name, until, visits: 1 } });
                Ok(())
            }
            Wish::Greet(id) | Wish::Leave(id) => match (self.inside.get(id), self.left.get(id)) {
                (None, None) => refuse(format!("guest {id} is not known")),
                (None, Some(record)) => {
                    let (order, record) = (OrderId::new(*id), RecordNo::new(*record));
                    Err(No::Recall { order, record })
                }
                (Some(guest), _) => {
                    out.push(match wish.command {
                        Wish::Leave(_) => Told::Left { id: *id, guest: guest.clone() },
                        _ => Told::Greeted(*id),
                    });
                    Ok(())
                }
            },
            Wish::Forget(person) => {
                out.push(Told::Forgotten(PersonId::new(*person)));
                Ok(())
            }
            Wish::Fill(count) => {
                (0..*count).for_each(|_| out.push(Told::Filled("x".repeat(100))));
                Ok(())
            }
        }
    }

    fn evolve(&mut self, told: &Told) {
        self.fold = self.fold.wrapping_mul(31).wrapping_add(self.record.0);
        match told {
            Told::Came { id, guest } => {
                self.left.remove(id);
                self.inside.insert(*id, guest.clone());
            }
            Told::Greeted(id) => {
                self.inside.entry(*id).and_modify(|guest| guest.visits += 1);
            }
            Told::Left { id, .. } => {
                self.inside.remove(id);
                self.left.insert(*id, self.record.0);
            }
            Told::Back { id, guest } => {
                self.left.remove(id);
                self.inside.insert(*id, guest.clone());
            }
            Told::Forgotten(person) => {
                self.forgotten.insert(*person);
                let all = self.inside.values_mut();
                all.filter(|guest| guest.name.person() == *person)
                    .for_each(|guest| guest.name.forget());
            }
            Told::Filled(_) => {}
        }
    }

    fn due(&self, moment: Moment, (): &(), out: &mut Events<Told>) {
        let over =
            self.inside.iter().filter(|(_, guest)| guest.until.is_some_and(|it| it <= moment));
        over.for_each(|(id, guest)| out.push(Told::Left { id: *id, guest: guest.clone() }));
    }

    fn begin(&mut self, record: RecordNo) {
        self.record = Cursor(record.number());
    }
}

impl Machine for Guests {
    const KIND: &'static str = "guests";

    fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.value(self)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.value()
    }

    fn next_deadline(&self) -> Option<Moment> {
        self.inside.values().filter_map(|guest| guest.until).min()
    }

    fn take_back(&self, order: OrderId, record: &[Told], _: Moment) -> Option<Told> {
        let found = record.iter().rev().find_map(|told| match told {
            Told::Left { id, guest } if *id == order.number() => Some(guest.clone()),
            _ => None,
        });
        let mut guest = found?;
        guest.until = None;
        if self.forgotten.contains(&guest.name.person()) {
            guest.name.forget();
        }
        Some(Told::Back { id: order.number(), guest })
    }

    fn forgets(told: &Told) -> Option<PersonId> {
        match told {
            Told::Forgotten(person) => Some(*person),
            _ => None,
        }
    }

    fn forgotten(&self) -> Vec<PersonId> {
        self.forgotten.iter().copied().collect()
    }

    fn recalled_from(&self) -> Vec<RecordNo> {
        self.left.values().map(|record| RecordNo::new(*record)).collect()
    }
}

pub(crate) fn come(id: u32, name: &str) -> Wish {
    Wish::Come { id, person: u64::from(id), name: name.to_owned(), seconds: None }
}

/// Returns the command with an id of its own.
pub(crate) fn wish(number: u64, command: Wish) -> Envelope<Wish> {
    let moment = start();
    Envelope::new(CommandId::counted(moment, number), Actor::System("test".into()), moment, command)
}

pub(crate) fn start() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}
