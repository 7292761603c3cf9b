//! Driving a shop as a keeper does.

use sklad_base::{Decider, Envelope, Events, No, RecordNo};
use sklad_flow::{Command, Event, Refusal};

use super::Teller;

impl Teller {
    /// Does what is due, in a record of its own.
    pub(super) fn tick(&mut self) {
        self.shop.begin(RecordNo::new(self.log.len() as u64));
        let mut out = Events::new();
        self.shop.due(self.now, &(), &mut out);
        out.iter().for_each(|event| self.shop.evolve(event));
        self.log.push(out.into_iter().collect());
    }

    /// Drives the shop as a keeper does: an order that has left is taken back when a command names it.
    pub(super) fn write(
        &mut self,
        envelope: &Envelope<Command>,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        self.shop.begin(RecordNo::new(self.log.len() as u64));
        loop {
            match self.shop.run_into(envelope, &(), out) {
                Err(No::Recall { order, record }) => {
                    let held = self.log.get(record.number() as usize).into_iter().flatten();
                    let held = held.chain(out.iter());
                    let back = self.shop.recall(order, held, envelope.moment).unwrap();
                    self.shop.evolve(&back);
                    out.push(back);
                }
                decided => return decided,
            }
        }
    }
}
