//! Ask in SQL: a week of orders went into the tables beside the log; a person with a database tool asks them.
//! Every question is plain SQL, and the answers come with the record of the log that they reflect.

use std::{error::Error, fmt::Write as _, io::Write, path::Path};

use rusqlite::{Connection, types::Value};
use sklad::{
    base::RecordNo,
    order::{Buyer, TaxNumber},
    party::Secret,
    prelude::*,
};
use sklad_examples::scene::Told;
use sklad_sqlite::views::{Reflected, Tables};
use sklad_store::{
    Position,
    views::{Step, Teller},
};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take, or the tables cannot be written.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("shop.views.sqlite");
    let mut follower = Follower::open(&path)?;
    week(&mut follower)?;
    let sql = Connection::open(&path)?;
    for (question, query) in QUESTIONS {
        let answer = ask(&sql, query)?;
        write!(out, "{question}\n\n{}\n{answer}\n", indented(query))?;
    }
    let differences = follower.tables.check(follower.teller.shop())?;
    Ok(writeln!(out, "Differences between the tables and the shop: {}", differences.len())?)
}

/// A shop's own questions.
const QUESTIONS: [(&str, &str); 9] = [
    ("Up to where do the answers reflect the log?", "SELECT record, moment FROM reflects"),
    (
        "What is available?",
        "SELECT place, sku, on_hand_text, available_text, pending_text
FROM stock_levels ORDER BY place, sku",
    ),
    (
        "Who holds or waits for a LAMP, first served first?",
        "SELECT number, place, reserved_text, pending_text, since
FROM reservations WHERE sku = 'LAMP' ORDER BY place, priority, since, order_id, line",
    ),
    (
        "Which orders will come up short, and by how much?",
        "SELECT number, sku, place, missing / 1000000 AS missing FROM shortages ORDER BY number",
    ),
    (
        "Which bills of a day stand in the way of closing it?",
        "SELECT number, order_number, place FROM documents
WHERE kind = 'bill' AND state = 'open' AND day <= '2026-03-02' ORDER BY number",
    ),
    (
        "What came in, by the way of the orders?",
        "SELECT way, orders, printf('%d.%02d', cents / 100, cents % 100) AS revenue FROM (
    SELECT way, count(DISTINCT order_id) AS orders,
        sum(CASE kind WHEN 'bill' THEN gross ELSE -gross END) AS cents
    FROM documents WHERE kind IN ('bill', 'storno', 'return') AND state = 'closed'
    GROUP BY way
) ORDER BY way",
    ),
    (
        "What was done to order 1002, when and by whom?",
        "SELECT l.moment, l.who, l.what, l.was, l.became, l.words
FROM order_log AS l JOIN \"order\" AS o USING (order_id)
WHERE o.channel = 'site' AND o.number = '1002' ORDER BY l.record, l.event",
    ),
    (
        "Who are the customers, and by what are they known?",
        "SELECT card_id, name, numbers, emails, orders
FROM counterparties WHERE merged_into IS NULL ORDER BY card_id",
    ),
    (
        "What did the customer order whose tax number is 7710000015, however it was written?",
        "SELECT o.number, o.email, o.gross_text FROM contacts AS c JOIN orders AS o USING (counterparty)
WHERE c.scheme = 'RU:INN' AND c.plain = '7710000015' ORDER BY o.number",
    ),
];

/// Four orders, each in its way.
fn week(follower: &mut Follower) -> Told {
    let (web, main) = (OutletCode::parse("WEB")?, PlaceCode::parse("MAIN")?);
    follower.run("opening", Command::OpenOutlet(web.clone()))?;
    follower.run("opening", Command::OpenPlace { place: main.clone(), outlet: web })?;
    let floor = Rule {
        channel: Some(Channel::parse("shop floor")?),
        payment: None,
        delivery: None,
        way: Way::ClosedBill,
    };
    let phone = Rule {
        channel: Some(Channel::parse("phone")?),
        way: Way::OpenBill(Reserve::WhenPlaced),
        ..floor.clone()
    };
    let otherwise = Way::ClientOrder(Reserve::ByHand);
    let settings = Settings { ways: vec![floor, phone], otherwise, ..Settings::default() };
    follower.run("opening", Command::Adopt(Box::new(settings)))?;
    for (sku, units) in [("LAMP", 6), ("SHADE", 3)] {
        let (sku, quantity) = (Sku::parse(sku)?, Quantity::units(units));
        follower.run("opening", Command::AddItem { sku: sku.clone(), kept: true })?;
        let portions = vec![Portion { sku, quantity }];
        follower.run("opening", Command::Receive { place: main.clone(), portions })?;
    }
    let ivan = buyer(1, "Romashka", "ivan@romashka.ru", "7710 000 015");
    let olga = buyer(2, "Olga of Romashka", "olga@romashka.ru", "7710000015");
    let petr = buyer(3, "Petr", "petr@vesna.ru", "");
    follower.run("till", order("shop floor", "T-1", &[("LAMP", 1)], None)?)?;
    follower.run("site", order("site", "1002", &[("LAMP", 3), ("SHADE", 1)], ivan)?)?;
    follower.run("maria", order("phone", "P-7", &[("LAMP", 2)], petr)?)?;
    follower.run("site", order("site", "1003", &[("LAMP", 2)], olga)?)?;
    let (second, line) = (OrderId::new(1), LineNo::new(0));
    let anna = PersonId::new(7);
    let comment = Edit::Comment(Personal::new(anna, "Anna asks for two lamps only".to_owned()));
    follower.run("maria", Command::Edit { order: second, edit: comment })?;
    follower
        .run("maria", Command::ChangeQuantity { order: second, line, to: Quantity::units(2) })?;
    follower.run("maria", Command::Confirm(second))?;
    follower.run("ivan", Command::CloseBill(second))?;
    Ok(())
}

fn buyer(person: u64, name: &str, email: &str, number: &str) -> Option<Personal<Buyer>> {
    let (name, email) = (name.to_owned(), email.to_owned());
    let numbers = vec![TaxNumber::new("RU", number)];
    Some(Personal::new(PersonId::new(person), Buyer { name, email, numbers, ..Buyer::default() }))
}

fn order(
    channel: &str,
    number: &str,
    lines: &[(&str, u32)],
    buyer: Option<Personal<Buyer>>,
) -> Told<Command> {
    let eur = Currency::parse("EUR")?;
    let line = |(sku, units): &(&str, u32)| -> Told<DraftLine> {
        let price = if *sku == "LAMP" { "24.90" } else { "9.50" };
        let price = Price::parse(price, eur)?;
        Ok(DraftLine::new(Sku::parse(sku)?, Quantity::units(*units), price))
    };
    let lines = lines.iter().map(line).collect::<Told<Vec<_>>>()?;
    let terms = Terms::new(eur, PriceBasis::Gross);
    let (channel, number) = (Channel::parse(channel)?, OrderNumber::parse(number)?);
    Ok(Command::Place(Draft { buyer, ..Draft::new(channel, number, terms, lines) }))
}

/// A shop in memory whose every command is a record, and the tables that follow.
struct Follower {
    shop: Shop,
    teller: Teller,
    tables: Tables,
    now: Moment,
    record: RecordNo,
}

impl Follower {
    fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let now = Moment::parse("2026-03-02T08:00:00Z")?;
        // With a secret it looks for customers; the tables need none.
        let shop = Shop::new().with_secret(Secret::new(7));
        let record = RecordNo::FIRST;
        Ok(Self {
            teller: Teller::new(Shop::new()),
            shop,
            tables: Tables::open(path)?,
            now,
            record,
        })
    }

    fn run(&mut self, who: &str, command: Command) -> Told {
        self.now = self.now.plus_seconds(600);
        let (id, record) = (CommandId::counted(self.now, self.record.number()), self.record);
        let who = Actor::Person(who.into());
        let envelope = Envelope::new(id, who.clone(), self.now, command);
        let events = self.shop.run(&envelope, &())?;
        let (moment, events) = (self.now, events.as_slice());
        self.teller.take(&Step { record, moment, who: Some(&who), events });
        let position = Position::new(record.number());
        self.tables.follow(
            &mut self.teller,
            Reflected { position, record, moment: Some(moment), ..Reflected::NOTHING },
        )?;
        self.record = record.next();
        Ok(())
    }
}

/// Returns the answer as a table.
fn ask(sql: &Connection, query: &str) -> Result<String, Box<dyn Error>> {
    let mut statement = sql.prepare(query)?;
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::ASCII_MARKDOWN).set_header(statement.column_names());
    let columns = statement.column_count();
    let mut rows = statement.query(())?;
    while let Some(row) = rows.next()? {
        let cells = (0..columns).map(|index| Ok(text(row.get(index)?)));
        table.add_row(cells.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    let mut shown = String::new();
    writeln!(shown, "{table}")?;
    Ok(shown)
}

fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Real(_) | Value::Blob(_) => "?".to_owned(),
    }
}

fn indented(query: &str) -> String {
    query.lines().map(|line| format!("    {line}\n")).collect()
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
