use sklad_base::{Day, ItemId, PlaceId};

use super::*;
use crate::{Numbers, Sheet};

/// A family and the sequences its numbers come from.
#[derive(Default)]
struct Desk {
    family: Family,
    numbers: Numbers,
}

impl Desk {
    /// Writes a document about line 1, open or closed, out of an earlier one where that is named.
    fn write(&mut self, kind: Kind, quantity: u32, of: Option<DocumentId>) -> DocumentId {
        let sheet = Sheet { lines: vec![line(quantity, of)], ..Sheet::new(kind, place(), day()) };
        self.open(sheet.closed())
    }

    fn open(&mut self, sheet: Sheet) -> DocumentId {
        let document = self.numbers.give(sheet).unwrap();
        let id = document.id;
        self.happens(&Event::Opened(Box::new(document)));
        id
    }

    fn happens(&mut self, event: &Event) {
        self.numbers.evolve(event);
        self.family.evolve(event);
    }

    /// What is left of the closed documents of a kind.
    fn rests(&self, kind: Kind) -> Vec<(u32, String)> {
        let rests = self.family.rests(kind, no());
        rests.iter().map(|rest| (rest.document.number(), rest.quantity.to_string())).collect()
    }
}

fn line(quantity: u32, of: Option<DocumentId>) -> Line {
    let quantity = Quantity::units(quantity);
    Line { line: no(), item: ItemId::new(0), quantity, price: None, amounts: None, of }
}

fn no() -> LineNo {
    LineNo::new(0)
}

fn place() -> PlaceId {
    PlaceId::new(0)
}

fn day() -> Day {
    Day::parse("2026-03-02").unwrap()
}

#[test]
fn each_kind_counts_its_own_numbers() {
    let mut desk = Desk::default();
    desk.write(Kind::Bill, 1, None);
    desk.write(Kind::Storno, 1, None);
    desk.write(Kind::Bill, 1, None);
    let names: Vec<_> = desk.family.documents().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["bill 1", "storno 1", "bill 2"]);
    assert_eq!((desk.numbers.used(Kind::Bill), desk.numbers.documents()), (2, 3));
}

#[test]
fn a_number_that_was_looked_at_is_not_used_up() {
    let numbers = Numbers::default();
    let looked = numbers.give(Sheet::new(Kind::Bill, place(), day())).unwrap();
    assert_eq!(numbers.give(Sheet::new(Kind::Bill, place(), day())).unwrap(), looked);
}

#[test]
fn a_storno_uses_its_bill_up_and_a_return_too() {
    let mut desk = Desk::default();
    let (old, new) = (desk.write(Kind::Bill, 5, None), desk.write(Kind::Bill, 2, None));
    desk.write(Kind::Storno, 1, Some(old));
    desk.write(Kind::Return, 2, Some(old));
    assert_eq!(desk.rests(Kind::Bill), [(0, "2".to_owned()), (1, "2".to_owned())]);
    desk.write(Kind::Storno, 2, Some(new));
    assert_eq!(desk.rests(Kind::Bill), [(0, "2".to_owned())]);
    assert_eq!(desk.family.rest(Kind::Bill, no()), Quantity::units(2));
}

#[test]
fn an_invoice_uses_nothing_up() {
    let mut desk = Desk::default();
    let bill = desk.write(Kind::Bill, 5, None);
    desk.write(Kind::Invoice, 5, Some(bill));
    assert_eq!(desk.family.rest(Kind::Bill, no()), Quantity::units(5));
}

#[test]
fn a_transfer_is_used_up_by_bills_and_by_the_way_back() {
    let mut desk = Desk::default();
    let there = desk.write(Kind::Transfer, 5, None);
    desk.write(Kind::Bill, 2, Some(there));
    desk.write(Kind::Transfer, 1, Some(there));
    assert_eq!(
        desk.rests(Kind::Transfer),
        [(0, "2".to_owned())],
        "the way back has no rest of its own"
    );
}

#[test]
fn what_is_open_is_on_paper_and_no_rest() {
    let mut desk = Desk::default();
    let lines = vec![line(3, None)];
    let bill = desk.open(Sheet { lines, ..Sheet::new(Kind::Bill, place(), day()) });
    assert_eq!(desk.family.on_paper(no()), Quantity::units(3));
    assert_eq!(desk.rests(Kind::Bill), []);
    let by = Quantity::units(2);
    desk.happens(&Event::Amended { document: bill, line: line(0, None), by });
    let other = Line { line: LineNo::new(1), ..line(0, None) };
    desk.happens(&Event::Amended { document: bill, line: other, by });
    assert_eq!(desk.family.on_paper(no()), Quantity::units(5));
    assert_eq!(desk.family.on_paper(LineNo::new(1)), by, "a line that was not there is new");
    desk.happens(&Event::Closed { document: bill, day: day(), amounts: Vec::new(), charges: None });
    assert_eq!(desk.family.on_paper(no()), Quantity::ZERO);
    assert_eq!(desk.rests(Kind::Bill), [(0, "5".to_owned())]);
}

#[test]
fn relatives_find_each_other() {
    let mut desk = Desk::default();
    let first = desk.write(Kind::ClientOrder, 5, None);
    let sheet = Sheet { parent: Some(first), ..Sheet::new(Kind::Bill, place(), day()) };
    let bill = desk.open(sheet.closed());
    let storno = desk.write(Kind::Storno, 1, Some(bill));
    let children: Vec<_> = desk.family.children(bill).map(|child| child.id).collect();
    assert_eq!(children, [storno]);
    assert_eq!(desk.family.get(bill).unwrap().parents(), [first].into());
}

#[test]
fn only_what_is_open_may_change() {
    let mut desk = Desk::default();
    let closed = desk.write(Kind::Bill, 1, None);
    let open = desk.open(Sheet::new(Kind::Bill, place(), day()));
    let cancelled = desk.open(Sheet::new(Kind::Bill, place(), day()));
    desk.happens(&Event::Cancelled(cancelled));
    assert!(desk.family.changeable(open).is_ok());
    let why = |id| desk.family.changeable(id).unwrap_err().to_string();
    assert_eq!(
        why(closed),
        "cannot change bill 1: it was closed on 2026-03-02; edit the order, and the difference becomes a \
         document of its own"
    );
    assert_eq!(
        why(cancelled),
        "cannot change bill 3: it was cancelled; edit the order, and a new one is made"
    );
    assert!(why(DocumentId::new(9)).starts_with("cannot find document#9"));
    assert_eq!(desk.family.open(Kind::Bill).count(), 1);
}
