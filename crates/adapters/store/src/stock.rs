//! A stock ledger alone, on a log.

use sklad_base::Moment;
use sklad_stock::Ledger;

use crate::{
    Machine,
    codec::{Malformed, Reader, Unwritable, Writer},
};

impl Machine for Ledger {
    const KIND: &'static str = "stock";

    fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.bytes(&self.snapshot());
        Ok(())
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let at = reader.at();
        let bytes = reader.bytes()?;
        Self::restore(bytes).map_err(|damage| Malformed { at, why: damage.to_string() })
    }

    fn next_deadline(&self) -> Option<Moment> {
        Self::next_deadline(self)
    }
}
