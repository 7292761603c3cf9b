//! The whole state on the wire: what follows from the rest is not written, and what is read hangs together.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{
    Day, DocumentId, ItemId, OrderId, OutletCode, OutletId, PersonId, PlaceCode, PlaceId, RecordNo,
};
use sklad_document::{Document, Family, Kind, Numbers};
use sklad_party::Key;
use sklad_stage::{Board, Scheme};
use sklad_stock::Ledger;

use crate::{
    Case, Catalogue, Item, Question, Settings, Shop, adopt::contradictions, policy::Policy,
    register::Register,
};

/// A shop as it is written; [`Read`] has the same fields in the same order.
#[derive(Serialize)]
#[serde(rename = "Shop")]
struct Written<'a> {
    settings: &'a Settings,
    outlets: Vec<&'a OutletCode>,
    places: Vec<&'a PlaceCode>,
    items: Vec<&'a Item>,
    ledger: &'a Ledger,
    numbers: &'a Numbers,
    names: &'a [u64],
    departed: Vec<Departed>,
    cases: Vec<&'a Case>,
    loose: &'a Family,
    owners: Vec<Option<OrderId>>,
    kept: Vec<Kept>,
    forgotten: &'a BTreeSet<PersonId>,
    customers: &'a sklad_party::Register,
    check: Option<Key>,
    questions: Vec<&'a Question>,
    scheme: Option<&'a Scheme>,
    board: &'a Board,
}

#[derive(Deserialize)]
#[serde(rename = "Shop", deny_unknown_fields)]
struct Read {
    settings: Settings,
    outlets: Vec<OutletCode>,
    places: Vec<PlaceCode>,
    items: Vec<Item>,
    ledger: Ledger,
    numbers: Numbers,
    names: Vec<u64>,
    departed: Vec<Departed>,
    cases: Vec<Case>,
    loose: Family,
    owners: Vec<Option<OrderId>>,
    kept: Vec<Kept>,
    forgotten: BTreeSet<PersonId>,
    customers: sklad_party::Register,
    #[serde(deserialize_with = "sklad_base::wire::read_given")]
    check: Option<Key>,
    questions: Vec<Question>,
    #[serde(deserialize_with = "sklad_base::wire::read_given")]
    scheme: Option<Scheme>,
    board: Board,
}

/// An order that has left.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Departed {
    order: OrderId,
    record: RecordNo,
}

/// Of departed orders: the last closed document of a kind that holds a person's words.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    person: PersonId,
    kind: Kind,
    day: Day,
    number: u32,
}

impl Serialize for Shop {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = &self.catalogue;
        let orders = (0..self.register.len()).filter_map(OrderId::after);
        let departed =
            orders.filter_map(|order| Some(Departed { order, record: self.record_of(order)? }));
        let documents = (0..self.numbers.documents()).map(DocumentId::new);
        let kept = self.kept.iter().map(|((person, kind), (day, number))| Kept {
            person: *person,
            kind: *kind,
            day: *day,
            number: *number,
        });
        let outlets = (0..).map_while(|outlet| names.outlet(OutletId::new(outlet)));
        let written = Written {
            settings: self.settings(),
            outlets: outlets.collect(),
            places: names.places().map(|(_, code)| code).collect(),
            items: names.items().map(|(_, item)| item).collect(),
            ledger: &self.ledger,
            numbers: &self.numbers,
            names: self.register.digests(),
            departed: departed.collect(),
            cases: self.cases().collect(),
            loose: &self.loose,
            owners: documents.map(|document| self.owners.of(document).flatten()).collect(),
            kept: kept.collect(),
            forgotten: &self.forgotten,
            customers: self.customers(),
            check: self.customers.check,
            questions: self.questions().collect(),
            scheme: self.scheme(),
            board: &self.board,
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shop {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Read::deserialize(deserializer)?.into_shop().map_err(D::Error::custom)
    }
}

impl Read {
    fn into_shop(self) -> Result<Shop, String> {
        let catalogue = catalogue(self.outlets, self.places, self.items)?;
        let wrong = contradictions(&self.settings, &catalogue);
        if let Some(wrong) = wrong.first() {
            return damage(format!("its settings are none that it adopts ({wrong})"));
        }
        let policy = Arc::new(Policy::new(self.settings, &catalogue));
        let mut shop = Shop { policy, catalogue, ledger: self.ledger, ..Shop::new() };
        (shop.numbers, shop.loose, shop.forgotten) = (self.numbers, self.loose, self.forgotten);
        self.names.into_iter().for_each(|name| shop.register.add(name));
        shop.take_in_cases(self.cases)?;
        shop.take_in_departed(self.departed)?;
        self.owners.into_iter().for_each(|owner| shop.owners.push(owner));
        for Kept { person, kind, day, number } in self.kept {
            if shop.kept.insert((person, kind), (day, number)).is_some() {
                return damage(format!("the last {kind} with words of {person} is there twice"));
            }
        }
        (shop.customers.register, shop.customers.check) = (self.customers, self.check);
        shop.take_in_questions(self.questions)?;
        (shop.scheme, shop.board) = (self.scheme.map(Arc::new), self.board);
        shop.check_stages()?;
        shop.check_stock()?;
        shop.check_papers()?;
        Ok(shop)
    }
}

impl Shop {
    fn take_in_cases(&mut self, cases: Vec<Case>) -> Result<(), String> {
        for case in cases {
            let id = case.id;
            let name = Register::digest(case.order.channel(), case.order.number());
            if !self.register.named(name).any(|order| order == id) {
                return damage(format!("{id} has another name than it was placed with"));
            }
            self.leaving.extend(case.finished.map(|moment| (moment, id)));
            let bills = case.papers.open(Kind::Bill).map(|bill| bill.id);
            self.open_bills.extend(bills);
            if self.cases.insert(id, Box::new(case)).is_some() {
                return damage(format!("{id} is there twice"));
            }
        }
        Ok(())
    }

    fn take_in_departed(&mut self, departed: Vec<Departed>) -> Result<(), String> {
        for Departed { order, record } in &departed {
            let is_there = self.case(*order).is_some() || self.record_of(*order).is_some();
            if is_there || order.index() >= self.register.len() {
                return damage(format!("{order} has left and is there, or never was"));
            }
            self.register.set_record(*order, Some(*record));
        }
        let (live, left, all) = (self.cases.len(), departed.len(), self.register.len());
        if live + left == all {
            return Ok(());
        }
        damage(format!("{all} orders were placed, {live} are there and {left} have left"))
    }

    /// Each question is of an order that the register has undecided, and the other way round.
    fn take_in_questions(&mut self, questions: Vec<Question>) -> Result<(), String> {
        let register = &self.customers.register;
        if register.orders() > self.register.len() {
            return damage("it knows customers of orders that were never placed");
        }
        if self.customers.check.is_none() && *register != sklad_party::Register::new() {
            return damage("it has customers and nothing that tells their secret");
        }
        let undecided: Vec<_> = register.undecided().collect();
        if !undecided.iter().eq(questions.iter().map(|question| &question.order)) {
            return damage("its questions are not of the orders whose customer is open");
        }
        let wrong = questions.iter().find(|it| !it.candidates.iter().all(|it| register.has(*it)));
        if let Some(question) = wrong {
            return damage(format!("the question of {} names no card", question.order));
        }
        self.customers.questions =
            questions.into_iter().map(|question| (question.order, question)).collect();
        Ok(())
    }

    /// Items and places that are named are those of the ledger, and its claims are of lines that are there.
    fn check_stock(&self) -> Result<(), String> {
        let names = &self.catalogue;
        let (items, places) = (self.ledger.next_item(), self.ledger.next_place());
        let outlets = self.ledger.next_outlet();
        let is_next = |count: usize, next: u32| u32::try_from(count) == Ok(next);
        let outlet_count =
            (0..).take_while(|it| names.outlet(OutletId::new(*it)).is_some()).count();
        if !is_next(names.items().count(), items.number())
            || !is_next(names.places().count(), places.number())
            || !is_next(outlet_count, outlets.number())
        {
            return damage("its stock has other items, places or outlets than it has names for");
        }
        let known = |place: PlaceId, item: ItemId| place < places && item < items;
        for case in self.cases() {
            let wrong = case.order.lines().find(|(_, line)| {
                let dispatch = line.dispatch().unwrap_or_else(|| line.place());
                !known(line.place(), line.item()) || dispatch >= places
            });
            if let Some((line, _)) = wrong {
                return damage(format!("{line} of {} names what is not there", case.id));
            }
        }
        let of_line = |claim: &sklad_stock::Claim| {
            let case = self.case(claim.line.order());
            case.is_some_and(|case| case.order.line(claim.line.line()).is_some())
        };
        match self.ledger.claims().find(|claim| !of_line(claim)) {
            Some(claim) => damage(format!("{} holds goods and is not there", claim.line)),
            None => Ok(()),
        }
    }

    /// The board goes by the scheme, and what stands on it is a live order at a stage of its route.
    fn check_stages(&self) -> Result<(), String> {
        if self.board.scheme() != self.scheme().map(Scheme::version) {
            return damage("its stages go by another scheme than it adopted");
        }
        if let Some(case) = self.cases().find(|case| case.track.is_some()) {
            return damage(format!("{} is there and has left", case.id));
        }
        for (order, track) in self.board.tracks() {
            let ways = (track.payment(), track.delivery());
            let knows = |scheme: &Scheme| {
                scheme.stage(track.stage()).is_some() && scheme.route(ways.0, ways.1).is_some()
            };
            let stands = track.outcome().is_some() || self.scheme().is_some_and(knows);
            if self.case(order).is_none() || !stands {
                return damage(format!("{order} stands at {}, and cannot", track.stage()));
            }
        }
        Ok(())
    }

    /// Each document has its owner, and stands there.
    fn check_papers(&self) -> Result<(), String> {
        let documents = self.numbers.documents();
        let mut seen = 0_usize;
        let mut check = |owner: Option<OrderId>, paper: &Document| {
            seen += 1;
            if self.owners.of(paper.id) == Some(owner) {
                Ok(())
            } else {
                damage(format!("{} stands with another order than its own", paper.id))
            }
        };
        self.loose.documents().iter().try_for_each(|paper| check(None, paper))?;
        for case in self.cases() {
            case.papers.documents().iter().try_for_each(|paper| check(Some(case.id), paper))?;
        }
        let owners = (0..documents).map_while(|id| self.owners.of(DocumentId::new(id)));
        let mut here = 0;
        let mut count = 0;
        for owner in owners {
            count += 1;
            let departed = owner.is_some_and(|order| self.record_of(order).is_some());
            here += usize::from(!departed);
        }
        let more = self.owners.of(DocumentId::new(documents)).is_some();
        if count == documents && here == seen && !more {
            return Ok(());
        }
        damage(format!("{documents} documents were made, {seen} of {here} that are live are there"))
    }
}

fn catalogue(
    outlets: Vec<OutletCode>,
    places: Vec<PlaceCode>,
    items: Vec<Item>,
) -> Result<Catalogue, String> {
    let mut names = Catalogue::default();
    let mut seen = BTreeMap::new();
    let mut once = |what: &'static str, name: String| {
        if seen.insert((what, name.clone()), ()).is_some() {
            return damage(format!("{what} {name} is there twice"));
        }
        Ok(())
    };
    for (id, code) in (0..).zip(outlets) {
        once("outlet", code.to_string())?;
        names.name_outlet(OutletId::new(id), &code);
    }
    for (id, code) in (0..).zip(places) {
        once("place", code.to_string())?;
        names.name_place(PlaceId::new(id), &code);
    }
    for (id, Item { sku, kept }) in (0..).zip(items) {
        once("item", sku.to_string())?;
        names.name_item(ItemId::new(id), &sku, kept);
    }
    Ok(names)
}

fn damage<T>(what: impl Display) -> Result<T, String> {
    Err(format!("cannot read a shop: {what}; restore it from the log"))
}

/// What is shared is written as if it was not.
pub(crate) mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        shared: &Arc<T>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        (**shared).serialize(to)
    }

    pub(crate) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(from).map(Arc::new)
    }
}
