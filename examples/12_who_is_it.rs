//! Who is it, in a shop on files: orders of one firm and of Petr, then one that ties them; it waits for a person, also
//! through a restart. Maria decides, and who knows SQL reads the cards and contacts beside the log.

use std::{io::Write, path::Path};

use rusqlite::Connection;
use sklad::{
    flow::Event,
    order::{Buyer, TaxNumber},
    party::{CardId, Choice, Command as Ask, Said},
    prelude::*,
    store::{Follower, Keeper, Mark, wait},
};
use sklad_examples::scene::Told;
use sklad_sqlite::{
    SqliteKeys, SqliteLog,
    views::{Following, Tables},
};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take, or a file cannot be written.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let folder = tempfile::tempdir()?;
    let shop = open(folder.path())?;
    send(&shop, 1, Command::OpenOutlet(OutletCode::parse("WEB")?))?;
    let (place, outlet) = (PlaceCode::parse("MAIN")?, OutletCode::parse("WEB")?);
    send(&shop, 2, Command::OpenPlace { place, outlet })?;
    send(&shop, 3, Command::AddItem { sku: Sku::parse("LAMP")?, kept: true })?;
    for (number, person, name, email, tax_number) in [
        (1001, 1, "Romashka", "ivan@romashka.ru", "7710000015"),
        (1002, 2, "Olga of Romashka", "olga@romashka.ru", "7710 000 015"),
        (1003, 3, "Petr", "petr@vesna.ru", ""),
        (1004, 3, "Petr for Romashka", "Petr@Vesna.ru", "7710000015"),
    ] {
        send(&shop, number, order(number, buyer(person, [name, email, tax_number]))?)?;
    }
    drop(shop);

    let shop = open(folder.path())?;
    let open = shop.ask(|shop| shop.questions().map(ToString::to_string).collect::<Vec<_>>());
    writeln!(out, "After a restart order 1004 still waits: {}", open?.wait()?.join("; "))?;
    read(folder.path(), out)?;
    let (order, on) = (OrderId::new(3), Choice::Card(CardId::new(1)));
    let settle = Ask::Settle { order, on, said: Said::of(PersonId::new(3)) };
    send(&shop, 2001, Command::Party(settle))?;
    send(&shop, 2002, Command::Party(Ask::Merge(CardId::new(0), CardId::new(1))))?;
    drop(shop);
    writeln!(out, "\nMaria says that it is Petr's, and then that Petr is the firm's buyer")?;
    read(folder.path(), out)
}

/// Opens the shop; the secret that its customers' keys are made with stands in the file of keys, and in no other.
fn open(folder: &Path) -> Told<Keeper<Shop>> {
    Ok(sklad::open(folder.join("shop.sklad"), "web shop")?)
}

fn send(shop: &Keeper<Shop>, number: u64, command: Command) -> Told {
    let (now, who) = (shop.now(), Actor::Person("maria".into()));
    let envelope = Envelope::new(CommandId::counted(now, number), who, now, command);
    shop.send(envelope)?.wait()?;
    Ok(())
}

fn buyer(person: u64, [name, email, number]: [&str; 3]) -> Personal<Buyer> {
    let (name, email) = (name.to_owned(), email.to_owned());
    let numbers = vec![TaxNumber::new("RU", number)];
    Personal::new(PersonId::new(person), Buyer { name, email, numbers, ..Buyer::default() })
}

fn order(number: u64, buyer: Personal<Buyer>) -> Told<Command> {
    let eur = Currency::parse("EUR")?;
    let price = Price::parse("24.90", eur)?;
    let line = DraftLine::new(Sku::parse("LAMP")?, Quantity::units(1), price);
    let (channel, number) = (Channel::parse("site")?, OrderNumber::parse(&number.to_string())?);
    let draft = Draft::new(channel, number, Terms::new(eur, PriceBasis::Gross), vec![line]);
    Ok(Command::Place(Draft { buyer: Some(buyer), ..draft }))
}

/// Brings the tables up to the log, and reads them with nothing but SQL.
fn read(folder: &Path, out: &mut impl Write) -> Told {
    let (log, path) =
        (SqliteLog::open(folder.join("shop.sklad"))?, folder.join("shop.views.sqlite"));
    let keys = SqliteKeys::open(folder.join("shop.sklad.keys"))?;
    let mut tables = Following::new(Tables::open(&path)?, Shop::new(), Mark::START)?;
    let mut follower = Follower::<Event, _, _>::new(log, keys, "web shop", Mark::START);
    wait(follower.feed(&mut tables))?;
    let sql = Connection::open(&path)?;
    for query in [
        "SELECT number || ': ' || coalesce('card ' || counterparty, question) FROM orders ORDER BY order_id",
        "SELECT 'card ' || card_id || coalesce(' was merged into card ' || merged_into,
            ', ' || name || ': ' || coalesce(numbers, '-') || '; ' || emails) FROM counterparties",
        "SELECT 'contact on card ' || counterparty || ': ' || what || ' ' || words FROM contacts
            WHERE class = 'key' ORDER BY record, event",
    ] {
        let mut statement = sql.prepare(query)?;
        let rows = statement.query_map((), |row| row.get::<_, String>(0))?;
        rows.into_iter().try_for_each(|row| Told::Ok(writeln!(out, "  {}", row?)?))?;
    }
    Ok(())
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
