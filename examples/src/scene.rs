//! A stage for the chapters: one shop, one clock, and a table of the stock after every step.

use std::{error::Error, fmt::Write as _, io::Write};

use sklad::{base::Events, flow::Event, prelude::*};

/// A shop with a warehouse A, a dispatch warehouse B, and lamps: six of them in A.
///
/// ```
/// use sklad::prelude::*;
/// use sklad_examples::scene::Scene;
///
/// let mut told = Vec::new();
/// let mut scene = Scene::open(&mut told, Way::ClosedBill)?;
/// let order = scene.order("1001", 2)?;
/// scene.step("the order comes")?;
/// assert!(String::from_utf8(told)?.contains("A: on hand 4"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Scene<'a, W> {
    out: &'a mut W,
    shop: Shop,
    now: Moment,
    commands: u64,
}

/// What a chapter's step may fail with.
pub type Told<T = ()> = Result<T, Box<dyn Error>>;

impl<'a, W: Write> Scene<'a, W> {
    /// Opens the shop: site orders go the given way, the shop floor bills at once.
    ///
    /// # Errors
    /// None that a chapter should see: the names are those of the scene.
    pub fn open(out: &'a mut W, way: Way) -> Told<Self> {
        let now = Moment::parse("2026-03-02T09:00:00Z")?;
        let floor = Rule {
            channel: Some(Channel::parse("shop floor")?),
            payment: None,
            delivery: None,
            way: Way::ClosedBill,
        };
        let mut scene = Self { out, shop: Shop::new(), now, commands: 0 };
        let (outlet, lamp) = (OutletCode::parse("WEB")?, Sku::parse("LAMP")?);
        let (a, b) = (PlaceCode::parse("A")?, PlaceCode::parse("B")?);
        let dispatch = [(a.clone(), b.clone())].into();
        let settings =
            Settings { ways: vec![floor], otherwise: way, dispatch, ..Settings::default() };
        let portions = vec![Portion { sku: lamp.clone(), quantity: Quantity::units(6) }];
        for command in [
            Command::OpenOutlet(outlet.clone()),
            Command::OpenPlace { place: a.clone(), outlet: outlet.clone() },
            Command::OpenPlace { place: b, outlet },
            Command::Adopt(Box::new(settings)),
            Command::AddItem { sku: lamp, kept: true },
            Command::Receive { place: a, portions },
        ] {
            scene.run(command)?;
        }
        Ok(scene)
    }

    /// Places an order for lamps on the shop's site.
    ///
    /// # Errors
    /// The shop's refusals.
    pub fn order(&mut self, number: &str, lamps: u32) -> Told<OrderId> {
        self.order_from("site", number, lamps)
    }

    /// Places an order for lamps from a channel.
    ///
    /// # Errors
    /// The shop's refusals.
    pub fn order_from(&mut self, channel: &str, number: &str, lamps: u32) -> Told<OrderId> {
        let price = Price::parse("24.90", Currency::parse("EUR")?)?;
        let line = DraftLine::new(Sku::parse("LAMP")?, Quantity::units(lamps), price);
        let (channel, number) = (Channel::parse(channel)?, OrderNumber::parse(number)?);
        let terms = Terms::new(price.currency(), PriceBasis::Gross);
        let draft = Draft::new(channel, number, terms, vec![line]);
        let events = self.run(Command::Place(draft))?;
        let placed = events.iter().find_map(|event| match event {
            Event::Placed { order, .. } => Some(*order),
            Event::Adopted(_)
            | Event::OutletNamed { .. }
            | Event::PlaceNamed { .. }
            | Event::ItemNamed { .. }
            | Event::Started(_)
            | Event::Finished { .. }
            | Event::Left { .. }
            | Event::Back { .. }
            | Event::Forgotten(_)
            | Event::Keyed(_)
            | Event::Party(_)
            | Event::Order { .. }
            | Event::Document { .. }
            | Event::Stock(_)
            | Event::SchemeAdopted(_)
            | Event::Stage(_) => None,
        });
        placed.ok_or_else(|| "no order was placed".into())
    }

    /// Sends a command, an hour after the one before.
    ///
    /// # Errors
    /// The shop's refusals.
    pub fn run(&mut self, command: Command) -> Told<Events<Event>> {
        self.commands += 1;
        self.now = self.now.plus_seconds(3_600);
        let id = CommandId::counted(self.now, self.commands);
        let envelope = Envelope::new(id, Actor::Person("operator".into()), self.now, command);
        Ok(self.shop.run(&envelope, &())?)
    }

    /// Sends a command that the shop refuses, and tells what it said.
    ///
    /// # Errors
    /// When it is accepted, or the words cannot be written.
    pub fn refused(&mut self, wish: &str, command: Command) -> Told {
        match self.run(command) {
            Ok(_) => Err(format!("{wish}: was accepted").into()),
            Err(why) => Ok(writeln!(self.out, "{wish}:\n    {why}")?),
        }
    }

    /// Tells a step and shows the stock after it, with who goes short and which papers are open.
    ///
    /// # Errors
    /// When the words cannot be written.
    pub fn step(&mut self, told: &str) -> Told {
        let mut shown = format!("{told}:\n");
        for place in ["A", "B"] {
            let Some(cell) = self.shop.cell(place, "LAMP") else { continue };
            writeln!(
                shown,
                "    {place}: on hand {}, reserved {}, available {}, pending {}",
                cell.on_hand(),
                cell.reserved(),
                cell.available(),
                cell.pending()
            )?;
        }
        for short in self.shop.shortages() {
            writeln!(
                shown,
                "    order {} goes short of {} {}",
                short.number, short.missing, short.sku
            )?;
        }
        Ok(self.out.write_all(shown.as_bytes())?)
    }

    /// Lists the documents of an order with their state.
    ///
    /// # Errors
    /// When the words cannot be written.
    pub fn papers(&mut self, order: OrderId) -> Told {
        let Some(case) = self.shop.case(order) else { return Err("no such order".into()) };
        let named = case.papers().documents().iter().map(|paper| {
            let state = match paper.sheet.state {
                sklad::document::State::Open => "open",
                sklad::document::State::Closed(_) => "closed",
                sklad::document::State::Cancelled => "cancelled",
            };
            format!("{paper} ({state})")
        });
        let named = named.collect::<Vec<_>>().join(", ");
        Ok(writeln!(self.out, "    papers of order {}: {named}", case.order().number())?)
    }

    /// Tells something between two steps.
    ///
    /// # Errors
    /// When the words cannot be written.
    pub fn say(&mut self, words: &str) -> Told {
        Ok(writeln!(self.out, "{words}")?)
    }
}
