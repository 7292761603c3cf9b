//! A whole shop, on a log.

use sklad_base::{Moment, OrderId, PersonId, RecordNo, Refusals};
use sklad_flow::{Event, Refusal, Shop};

use crate::{
    Machine, Restored,
    codec::{Malformed, Reader, Unwritable, Writer},
};

impl Machine for Shop {
    const KIND: &'static str = "shop";

    fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.value(self)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.value()
    }

    fn equip(&mut self, start: &Self) {
        self.take_secret_of(start);
    }

    fn next_deadline(&self) -> Option<Moment> {
        Self::next_deadline(self)
    }

    fn take_back(&self, order: OrderId, record: &[Event], moment: Moment) -> Option<Event> {
        self.recall(order, record, moment)
    }

    fn forgets(event: &Event) -> Option<PersonId> {
        if let Event::Forgotten(person) = event { Some(*person) } else { None }
    }

    fn forgotten(&self) -> Vec<PersonId> {
        Self::forgotten(self).collect()
    }

    fn restored(&self, restored: &Restored) -> Result<Vec<Event>, Refusals<Refusal>> {
        self.void_numbers(restored.margin, &restored.why)
    }

    fn recalled_from(&self) -> Vec<RecordNo> {
        self.records_of_departed().collect()
    }
}
