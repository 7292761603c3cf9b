//! Sentences of a story: what each lets a shop do.

mod customers;
mod drive;
mod money;
mod narrator;
mod settings;
mod stages;
mod words;

use sklad_base::{
    Actor, Channel, CommandId, Envelope, Events, LineNo, Moment, OrderId, OrderNumber, OutletCode,
    PersonId, PlaceCode, Quantity, Rights, Sku,
};
use sklad_document::Kind;
use sklad_flow::{Case, Command, Event, Portion, Settings, Share, Shop};
use sklad_order::{LogLine, Reason, Units, price::Vat};
use sklad_stock::{Fate, WhyAdjusted};

use self::words::{Wanted, Words};

/// Tells a story sentence by sentence.
pub(crate) struct Teller {
    shop: Shop,
    /// The settings that the next command finds adopted.
    settings: Settings,
    /// Who sends what follows.
    who: String,
    rights: Rights,
    now: Moment,
    count: u64,
    /// What each command led to: the log, a record a command.
    log: Vec<Vec<Event>>,
    /// What the log of each order says (S5).
    lines: Vec<(OrderId, LogLine)>,
    /// The VAT that new lines bear.
    vat: Vat,
}

type Read<T> = Result<T, String>;

impl Default for Teller {
    fn default() -> Self {
        let now = Moment::parse("2026-03-02 10:00:00").unwrap();
        let settings = Settings::default();
        let rights = Rights::none();
        Self {
            shop: Shop::new(),
            settings,
            who: "maria".to_owned(),
            rights,
            now,
            count: 0,
            log: Vec::new(),
            lines: Vec::new(),
            vat: Vat::none(),
        }
    }
}

impl Teller {
    /// Returns what a sentence leads to; an error says what is wrong with the sentence.
    pub(crate) fn tell(&mut self, sentence: &str) -> Read<Vec<String>> {
        let mut words = Words::new(sentence);
        let answer = self.begin(&mut words)?;
        words.end()?;
        Ok(answer)
    }

    fn begin(&mut self, words: &mut Words) -> Read<Vec<String>> {
        let first = words.word()?;
        match first.as_str() {
            "way" => self.way(words)?,
            "rule" => self.rule(words)?,
            "demand" => self.demand(words)?,
            "match" => self.match_customers(words)?,
            "carry" => self.rights = Rights::from_iter([words.value()?]),
            "clock" => {
                let moment = format!("{} {}:00", words.word()?, words.word()?);
                self.now = moment.parse().map_err(|no: sklad_base::Invalid| no.to_string())?;
            }
            "open" => return self.open(words),
            "item" | "service" => {
                let (sku, kept) = (words.value()?, first == "item");
                return Ok(self.run(Command::AddItem { sku, kept }));
            }
            "show" => return self.show(words),
            "would" => {
                let first = words.word()?;
                let command = self.command(&first, words)?;
                return Ok(self.preview(command));
            }
            _ if self.offers(&first, words)? => {}
            "scheme" | "as" | "queue" | "log" => return self.of_shop(&first, words),
            _ => {
                let command = self.command(&first, words)?;
                return Ok(self.run(command));
            }
        }
        Ok(Vec::new())
    }

    fn command(&self, first: &str, words: &mut Words) -> Read<Command> {
        if let Some(command) = self.of_goods(first, words)? {
            return Ok(command);
        }
        if let Some(command) = self.of_customers(first, words)? {
            return Ok(command);
        }
        if first == "stage" {
            return self.of_stage(words);
        }
        match self.of_money(first, words)? {
            Some(command) => Ok(command),
            None => self.of_order(first, words),
        }
    }

    /// Opens a place, with its outlet where that is new.
    fn open(&mut self, words: &mut Words) -> Read<Vec<String>> {
        let place: PlaceCode = words.value()?;
        words.must("of")?;
        let outlet: OutletCode = words.value()?;
        let mut answer = Vec::new();
        if self.shop.catalogue().outlet_id(&outlet).is_none() {
            answer.extend(self.run(Command::OpenOutlet(outlet.clone())));
        }
        answer.extend(self.run(Command::OpenPlace { place: place.clone(), outlet }));
        if words.has(", sending for") {
            self.settings.dispatch.insert(words.value()?, place);
        } else {
            self.settings.sells_from.entry(channel()).or_default().push(place);
        }
        Ok(answer)
    }

    fn show(&mut self, words: &mut Words) -> Read<Vec<String>> {
        if words.has("stock") {
            return Ok(narrator::stock(&self.shop));
        }
        if words.has("receipt of") {
            return Ok(narrator::receipt(self.order(words)?));
        }
        if words.has("amounts of") {
            let case = self.order(words)?;
            return Ok(narrator::amounts(&self.shop, case));
        }
        if words.has("papers of") {
            let case = self.order(words)?;
            return Ok(narrator::papers(&self.shop, case));
        }
        if words.has("unbilled transfers of") {
            let outlet =
                self.shop.catalogue().outlet_id(&words.value()?).ok_or("open the outlet first")?;
            let transfers = self.shop.unbilled_transfers(outlet);
            return Ok(transfers
                .map(|(_, paper)| format!("{paper} of {}", paper.sheet.day))
                .collect());
        }
        if words.has("questions") {
            return Ok(self.questions());
        }
        let case = self.order(words)?;
        Ok(narrator::order(&self.shop, case))
    }

    fn of_goods(&self, first: &str, words: &mut Words) -> Read<Option<Command>> {
        Ok(Some(match first {
            "receive" => {
                let portions = words.goods()?.into_iter().map(portion).collect();
                Command::Receive { place: at(words)?, portions }
            }
            "find" | "lose" => {
                let Wanted { sku, quantity, .. } = one(words)?;
                let place = at(words)?;
                let found = first == "find";
                let (by, why) = if found {
                    (quantity, WhyAdjusted::Found)
                } else {
                    (quantity.negated(), WhyAdjusted::Lost)
                };
                Command::Adjust { place, sku, by, why }
            }
            "move" => {
                let portions = words.goods()?.into_iter().map(portion).collect();
                words.must("from")?;
                let from = words.value()?;
                words.must("to")?;
                Command::Transfer { from, to: words.value()?, portions }
            }
            "hold" | "unhold" => {
                let (portion, place) = (portion(one(words)?), at(words)?);
                if first == "hold" {
                    Command::Hold { place, portion }
                } else {
                    Command::Unhold { place, portion }
                }
            }
            "close" if words.has("day") => {
                let day = words.value()?;
                words.must("of")?;
                Command::CloseDay { outlet: words.value()?, day }
            }
            _ => return Ok(None),
        }))
    }

    fn of_order(&self, first: &str, words: &mut Words) -> Read<Command> {
        if first == "change" && words.has("bill") {
            return self.change_bill(words);
        }
        match first {
            "place" => return self.place(words),
            "close" => words.must("bill of")?,
            "come" => words.must("back")?,
            "write" => words.must("off")?,
            "confirm" | "change" | "add" | "reject" | "false" | "cancel" | "reserve"
            | "release" | "invoice" | "tie" | "send" | "return" => {}
            _ => {
                return Err(format!(
                    "no sentence begins with \"{first}\"; see telling/mod.rs for those that there are"
                ));
            }
        }
        let case = self.order(words)?;
        let order = case.id();
        Ok(match first {
            "confirm" => Command::Confirm(order),
            "reserve" => Command::Reserve(order),
            "release" => Command::Release(order),
            "invoice" => Command::Invoice(order),
            "close" => Command::CloseBill(order),
            "false" => Command::MarkFalse { order, reason: because(words)? },
            "cancel" => Command::Cancel { order, reason: because(words)? },
            "send" => Command::Send { order, share: self.share(order, words)? },
            "add" => {
                words.must(":")?;
                Command::AddLine { order, line: self.line(one(words)?) }
            }
            "change" => {
                words.must(":")?;
                let sku: Sku = words.value()?;
                words.must("to")?;
                Command::ChangeQuantity { order, line: self.line_of(order, &sku)?, to: pcs(words)? }
            }
            "reject" => {
                words.must(":")?;
                let Wanted { sku, quantity, .. } = one(words)?;
                let units = Units { line: self.line_of(order, &sku)?, quantity };
                Command::Reject { order, units, reason: because(words)? }
            }
            "tie" => {
                words.must("to")?;
                let kind = words.one_of(&[
                    ("supplier order", Kind::SupplierOrder),
                    ("receipt", Kind::Receipt),
                    ("transfer", Kind::Transfer),
                ])?;
                Command::Tie { order, kind, number: words.word()? }
            }
            _ => self.home(first, order, words)?,
        })
    }

    fn home(&self, first: &str, order: OrderId, words: &mut Words) -> Read<Command> {
        let share = self.share(order, words)?;
        let place = at(words)?;
        if first == "write" {
            return Ok(Command::WriteOff { order, share, place });
        }
        words.must(",")?;
        let fates = [("restocked", Fate::Restock), ("held", Fate::Hold), ("scrapped", Fate::Scrap)];
        let fate = words.one_of(&fates)?;
        Ok(if first == "come" {
            Command::ComeBack { order, share, place, fate }
        } else {
            Command::Return { order, share, place, fate }
        })
    }

    fn change_bill(&self, words: &mut Words) -> Read<Command> {
        let number: u32 = words.value()?;
        words.must(":")?;
        let sku: Sku = words.value()?;
        words.must("to")?;
        let to = pcs(words)?;
        let mut bills = self
            .shop
            .cases()
            .flat_map(|case| case.papers().documents().iter().map(move |it| (case, it)));
        let is = |(_, it): &(&Case, &sklad_document::Document)| {
            it.sheet.kind == Kind::Bill && it.number == number
        };
        let (case, bill) = bills.find(is).ok_or("there is no such bill; name one that was made")?;
        Ok(Command::ChangeDocument { document: bill.id, line: self.line_of(case.id(), &sku)?, to })
    }

    fn order(&self, words: &mut Words) -> Read<&Case> {
        words.must("order")?;
        let number: OrderNumber = words.value()?;
        let left = || self.shop.departed(&channel(), &number).find_map(|(id, _)| self.case(id));
        let case = self.shop.find(&channel(), &number).or_else(left);
        case.ok_or_else(|| format!("order {number} was not placed; place it first"))
    }

    /// Returns an order, from the log where it has left.
    fn case(&self, order: OrderId) -> Option<&Case> {
        let left = || {
            let record = self.log.get(self.shop.record_of(order)?.number() as usize)?;
            record.iter().rev().find_map(|event| match event {
                Event::Left { order: its, case } if *its == order => Some(&**case),
                _ => None,
            })
        };
        self.shop.case(order).or_else(left)
    }

    fn share(&self, order: OrderId, words: &mut Words) -> Read<Share> {
        if !words.has(":") {
            return Ok(Share::All);
        }
        let units = words.goods()?.into_iter().map(|Wanted { sku, quantity, .. }| {
            Ok(Units { line: self.line_of(order, &sku)?, quantity })
        });
        Ok(Share::Units(units.collect::<Read<_>>()?))
    }

    fn line_of(&self, order: OrderId, sku: &Sku) -> Read<LineNo> {
        let item =
            self.shop.catalogue().item_id(sku).ok_or("there is no such item; add it first")?;
        let case = self.case(order).ok_or("there is no such order; place it first")?;
        let mut lines = case.order().lines();
        let line = lines.find(|(_, line)| line.asked().item == item);
        line.map(|(no, _)| no).ok_or_else(|| format!("the order has no {sku}; name what it has"))
    }

    fn envelope(&mut self, command: Command) -> Envelope<Command> {
        self.count += 1;
        let id = CommandId::counted(self.now, self.count);
        Envelope::new(id, Actor::Person(self.who.as_str().into()), self.now, command)
            .holding(self.rights.clone())
    }

    fn preview(&mut self, command: Command) -> Vec<String> {
        self.adopt();
        let envelope = self.envelope(command);
        match self.shop.dry_run(&envelope) {
            Ok(preview) => narrator::preview(&self.shop, &preview),
            Err(no) => no.refusals().iter().map(|refusal| format!("refused: {refusal}")).collect(),
        }
    }

    fn run(&mut self, command: Command) -> Vec<String> {
        if !matches!(command, Command::OpenOutlet(_) | Command::OpenPlace { .. }) {
            self.adopt();
        }
        let envelope = self.envelope(command);
        let before = self.shop.clone();
        self.tick();
        let mut out = Events::new();
        let decided = self.write(&envelope, &mut out);
        let left = self.log.last().into_iter().flatten();
        let all: Vec<_> = left.chain(out.iter()).cloned().collect();
        self.write_log(before.clone(), &envelope, &all);
        let mut told = narrator::narrate(&before, &self.shop, &all);
        if let Err(no) = decided {
            told.extend(no.refusals().iter().map(|refusal| format!("refused: {refusal}")));
        }
        self.log.push(out.into_iter().collect());
        told
    }
}

fn portion(Wanted { sku, quantity, .. }: Wanted) -> Portion {
    Portion { sku, quantity }
}

fn one(words: &mut Words) -> Read<Wanted> {
    words.goods()?.pop().ok_or_else(|| "name one item".to_owned())
}

fn pcs(words: &mut Words) -> Read<Quantity> {
    let quantity = words.value()?;
    words.must("pcs")?;
    Ok(quantity)
}

fn at(words: &mut Words) -> Read<PlaceCode> {
    words.must("at")?;
    words.value()
}

fn because(words: &mut Words) -> Read<Reason> {
    words.must("because")?;
    Ok(Reason::words(PersonId::new(1), words.rest()))
}

fn channel() -> Channel {
    Channel::parse("site").unwrap()
}
