//! The state in bytes and back: versioned, checksummed, the same bytes for the same state.

mod reader;

use sklad_base::{Day, Digest, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId};

pub use self::reader::Damage;
use self::reader::Reader;
use crate::{Claim, Discrepancy, Ledger, Rank, Source, Supply, SupplyId, Terms, claims::Spot};

impl Ledger {
    /// Returns the state in bytes. Format 0, which may still change.
    ///
    /// Numbers are little-endian. First `SKLAD-STOCK` and the format; then items, places, days, cells, claims by line
    /// and place, their terms, goods on their way, discrepancies; at the end the checksum of all before. What follows
    /// from the rest (reserved, pending, who goes short) is not written.
    ///
    /// ```
    /// use sklad_stock::Ledger;
    ///
    /// let bytes = Ledger::new().snapshot();
    /// assert_eq!(Ledger::restore(&bytes)?, Ledger::new());
    /// assert!(Ledger::restore(&bytes[1..]).is_err());
    /// # Ok::<(), sklad_stock::Damage>(())
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let room = 64 + self.shelves.room().0 * CELL + self.claims.len() * CLAIM;
        let mut bytes = Vec::with_capacity(room);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        self.write_places(&mut bytes);
        self.write_cells(&mut bytes);
        self.write_claims(&mut bytes);
        self.write_rest(&mut bytes);
        let checksum = Digest::of_bytes(&bytes).number();
        bytes.extend_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Returns the state that was written.
    ///
    /// # Errors
    /// [`Damage`] when the bytes are not a snapshot, are of a newer format, or were changed or cut: take an older
    /// snapshot and the log behind it.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damage> {
        let mut reader = Reader::open(bytes, MAGIC, FORMAT)?;
        let mut ledger = Self::new();
        ledger.read_places(&mut reader)?;
        ledger.read_cells(&mut reader)?;
        ledger.read_claims(&mut reader)?;
        ledger.read_rest(&mut reader)?;
        reader.close()?;
        Ok(ledger)
    }

    fn write_places(&self, out: &mut Vec<u8>) {
        put(out, self.items);
        put(out, self.unkept.len());
        self.unkept.iter().for_each(|item| out.extend_from_slice(&item.number().to_le_bytes()));
        put(out, self.merged.len());
        for (item, into) in &self.merged {
            out.extend_from_slice(&item.number().to_le_bytes());
            out.extend_from_slice(&into.number().to_le_bytes());
        }
        put(out, self.closed.len());
        for day in &self.closed {
            out.extend_from_slice(&day.map_or(0, Day::number).to_le_bytes());
        }
        put(out, self.places.len());
        for (place, outlet) in self.places.iter().enumerate() {
            let partners = PlaceId::after(place).is_some_and(|place| self.is_partners(place));
            out.extend_from_slice(&outlet.number().to_le_bytes());
            out.push(u8::from(partners));
        }
        out.push(u8::from(self.used));
    }

    fn read_places(&mut self, from: &mut Reader<'_>) -> Result<(), Damage> {
        self.items = from.count(0)?;
        for _ in 0..from.count(4)? {
            self.unkept.insert(from.item()?);
        }
        for _ in 0..from.count(8)? {
            let item = from.item()?;
            self.merged.insert(item, from.item()?);
        }
        for _ in 0..from.count(4)? {
            let number = from.i32()?;
            let day = (number != 0).then(|| Day::from_number(number)).transpose();
            self.closed.push(day.map_err(|_| from.damage("a closed day"))?);
        }
        for place in 0..from.count(5)? {
            let outlet = OutletId::new(from.u32()?);
            if outlet >= self.next_outlet() {
                return Err(from.damage("an outlet"));
            }
            self.places.push(outlet);
            if from.flag()? {
                self.partners.extend(PlaceId::after(place));
            }
        }
        self.used = from.flag()?;
        Ok(())
    }

    fn write_cells(&self, out: &mut Vec<u8>) {
        for place in (0..self.places.len()).filter_map(PlaceId::after) {
            let start = out.len();
            put(out, 0);
            let mut count: u64 = 0;
            for (item, cell) in self.cells(place) {
                if cell.on_hand.is_zero() && cell.held.is_zero() {
                    continue;
                }
                count += 1;
                out.extend_from_slice(&item.number().to_le_bytes());
                out.extend_from_slice(&cell.on_hand.millionths().to_le_bytes());
                out.extend_from_slice(&cell.held.millionths().to_le_bytes());
            }
            out[start..start + 8].copy_from_slice(&count.to_le_bytes());
        }
    }

    fn read_cells(&mut self, from: &mut Reader<'_>) -> Result<(), Damage> {
        for place in (0..self.places.len()).filter_map(PlaceId::after) {
            let count = from.count(CELL)?;
            let last = from.ahead(count.saturating_sub(1) * CELL).filter(|_| count > 0);
            if let Some(last) = last.map(ItemId::new).filter(|last| last.index() < self.items) {
                let _ = self.shelves.shelf_mut(place, last);
            }
            for _ in 0..count {
                let (item, on_hand, held) = from.cell()?;
                if item.index() >= self.items {
                    return Err(from.damage("an item"));
                }
                self.shelves.change(place, item, |cell| {
                    (cell.on_hand, cell.held) = (on_hand, held);
                });
            }
        }
        Ok(())
    }

    fn write_claims(&self, out: &mut Vec<u8>) {
        put(out, self.claims.len());
        let mut termed = Vec::new();
        for claim in self.claims() {
            let Claim { line, item, place, rank: Rank { priority, since }, asked, reserved } =
                claim;
            out.extend_from_slice(&line.order().number().to_le_bytes());
            out.extend_from_slice(&line.line().number().to_le_bytes());
            out.extend_from_slice(&place.number().to_le_bytes());
            out.extend_from_slice(&item.number().to_le_bytes());
            out.extend_from_slice(&priority.to_le_bytes());
            out.extend_from_slice(&since.unix_micros().to_le_bytes());
            out.extend_from_slice(&asked.millionths().to_le_bytes());
            out.extend_from_slice(&reserved.millionths().to_le_bytes());
            let terms = self.terms(line, place);
            if terms != Terms::default() {
                termed.push((line, place, terms));
            }
        }
        put(out, termed.len());
        for (line, place, terms) in termed {
            out.extend_from_slice(&line.order().number().to_le_bytes());
            out.extend_from_slice(&line.line().number().to_le_bytes());
            out.extend_from_slice(&place.number().to_le_bytes());
            out.extend_from_slice(&terms.backordered.millionths().to_le_bytes());
            out.extend_from_slice(&terms.sent.millionths().to_le_bytes());
            put_moment(out, terms.sent_at);
            put_moment(out, terms.expires);
            out.push(match terms.source {
                Source::Own => 0,
                Source::Integration => 1,
            });
        }
    }

    fn read_claims(&mut self, from: &mut Reader<'_>) -> Result<(), Damage> {
        let (mut last, count) = (None, from.count(CLAIM)?);
        let mut few = Vec::with_capacity(AHEAD);
        for at in 0..count {
            let claim = from.claim()?;
            let Claim { line, item, place, asked, reserved, .. } = claim;
            let known = item.index() < self.items && place.index() < self.places.len();
            let ascends = last < Some((line, place));
            if !known || !ascends || reserved.is_negative() || asked.is_negative() {
                return Err(from.damage("a claim"));
            }
            last = Some((line, place));
            few.push(claim);
            if few.len() == AHEAD || at + 1 == count {
                self.set_claims(&few);
                few.clear();
            }
        }
        for _ in 0..from.count(14)? {
            let (line, place) = self.known_line(from)?;
            let terms = Terms {
                backordered: from.quantity()?,
                sent: from.quantity()?,
                sent_at: from.moment_or_none()?,
                expires: from.moment_or_none()?,
                source: if from.flag()? { Source::Integration } else { Source::Own },
            };
            let Some(claim) = self.claim(line, place) else { return Err(from.damage("terms")) };
            self.set_claim(claim, terms);
        }
        Ok(())
    }

    /// Writes claims that are not there yet, by line and place; the cells they come to are read ahead.
    fn set_claims(&mut self, claims: &[Claim]) {
        claims.iter().for_each(|claim| self.prefetch_claim(claim));
        let mut spot = Spot::default();
        for claim in claims {
            if !self.claim_plain(claim, &mut spot) {
                self.set_claim(*claim, Terms::default());
                spot = Spot::default();
            }
        }
    }

    fn write_rest(&self, out: &mut Vec<u8>) {
        put(out, self.supplies.open.len());
        for supply in self.supplies.open.values() {
            let Supply { id, item, from, to, quantity, due } = supply;
            let from = from.map_or(u32::MAX, PlaceId::number);
            for number in [id.number(), item.number(), from, to.number()] {
                out.extend_from_slice(&number.to_le_bytes());
            }
            out.extend_from_slice(&quantity.millionths().to_le_bytes());
            out.extend_from_slice(&due.number().to_le_bytes());
        }
        out.extend_from_slice(&self.supplies.next.to_le_bytes());
        put(out, self.discrepancies.len());
        for Discrepancy { number, place, item, missing } in self.discrepancies.values() {
            for number in [*number, place.number(), item.number()] {
                out.extend_from_slice(&number.to_le_bytes());
            }
            out.extend_from_slice(&missing.millionths().to_le_bytes());
        }
        out.extend_from_slice(&self.next_discrepancy.to_le_bytes());
    }

    fn read_rest(&mut self, from: &mut Reader<'_>) -> Result<(), Damage> {
        for _ in 0..from.count(28)? {
            let (id, item) = (SupplyId::new(from.u32()?), self.known_item(from)?);
            let sender = Some(from.u32()?).filter(|place| *place != u32::MAX).map(PlaceId::new);
            let (to, quantity) = (self.known_place(from)?, from.quantity()?);
            let due = Day::from_number(from.i32()?).map_err(|_| from.damage("a day"))?;
            self.supplies.add(Supply { id, item, from: sender, to, quantity, due });
        }
        self.supplies.next = from.u32()?;
        for _ in 0..from.count(20)? {
            let (number, place) = (from.u32()?, self.known_place(from)?);
            let (item, missing) = (self.known_item(from)?, from.quantity()?);
            self.discrepancies.insert(number, Discrepancy { number, place, item, missing });
        }
        self.next_discrepancy = from.u32()?;
        Ok(())
    }

    fn known_item(&self, from: &mut Reader<'_>) -> Result<ItemId, Damage> {
        let item = from.item()?;
        if item.index() < self.items { Ok(item) } else { Err(from.damage("an item")) }
    }

    fn known_place(&self, from: &mut Reader<'_>) -> Result<PlaceId, Damage> {
        let place = PlaceId::new(from.u32()?);
        if place.index() < self.places.len() { Ok(place) } else { Err(from.damage("a place")) }
    }

    fn known_line(&self, from: &mut Reader<'_>) -> Result<(LineId, PlaceId), Damage> {
        let line = LineId::new(OrderId::new(from.u32()?), LineNo::new(from.u16()?));
        Ok((line, self.known_place(from)?))
    }
}

fn put(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&u64::try_from(count).unwrap_or(u64::MAX).to_le_bytes());
}

fn put_moment(out: &mut Vec<u8>, moment: Option<Moment>) {
    out.push(u8::from(moment.is_some()));
    let micros = moment.map_or(0, Moment::unix_micros);
    out.extend_from_slice(&micros.to_le_bytes());
}

/// How many claims are read before they are written.
const AHEAD: usize = 128;
const MAGIC: &[u8] = b"SKLAD-STOCK";
const FORMAT: u16 = 0;
/// Bytes of a cell and of a claim.
const CELL: usize = 4 + 8 + 8;
const CLAIM: usize = 4 + 2 + 4 + 4 + 4 + 8 + 8 + 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_with_bytes() {
        let bytes = Ledger::new().snapshot();
        let damage = |bytes: &[u8]| Ledger::restore(bytes).unwrap_err().to_string();
        assert!(damage(b"hello, this is no snapshot").contains("not a snapshot"));
        assert!(damage(&bytes[..bytes.len() - 1]).contains("changed or cut"));
        let mut changed = bytes.clone();
        changed[20] ^= 1;
        assert!(damage(&changed).contains("changed or cut"));
        let mut newer = bytes;
        newer[MAGIC.len()] = 9;
        assert!(damage(&newer).contains("format 9, this program reads up to 0"));
    }

    #[test]
    fn a_bit_anywhere_is_found() {
        let bytes = Ledger::new().snapshot();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(Ledger::restore(&changed).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn days_are_never_zero() {
        assert!(Day::parse("0001-01-01").is_ok_and(|day| day.number() > 0));
        assert!(Day::parse("9999-12-31").is_ok_and(|day| day.number() > 0));
    }
}
