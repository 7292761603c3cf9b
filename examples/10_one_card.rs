//! One card for one customer (F4): orders of one company from three mailboxes, a private person, a shared accountant's
//! mailbox, a marketplace's address. After each: why it is whose it is, and how the cards stand.

use std::{error::Error, io::Write};

use sklad::{
    base::{Actor, CommandId, Decider, Envelope, Moment, OrderId, PersonId},
    party::{Book, CardId, Choice, Command, Customer, Policy, Register, Said, Secret},
};

type Told<T = ()> = Result<T, Box<dyn Error>>;

/// The register with its book, and where the story goes.
struct Desk<'a, W> {
    out: &'a mut W,
    register: Register,
    book: Book,
    policy: Policy,
    now: Moment,
    orders: u32,
}

impl<W: Write> Desk<'_, W> {
    /// An order comes: it is explained, then taken.
    fn order(&mut self, scene: &str, said: Said) -> Told<OrderId> {
        writeln!(self.out, "\n{scene}")?;
        for line in self.register.explain(&said, &self.policy).to_string().lines() {
            writeln!(self.out, "  {line}")?;
        }
        let order = OrderId::new(self.orders);
        self.orders += 1;
        self.run(Command::Recognise { order, said })?;
        self.cards()?;
        Ok(order)
    }

    fn run(&mut self, command: Command) -> Told {
        let id = CommandId::counted(self.now, self.orders.into());
        let envelope = Envelope::new(id, Actor::Person("maria".into()), self.now, command);
        for event in &self.register.run(&envelope, &self.policy)? {
            self.book.take(event);
        }
        Ok(())
    }

    fn cards(&mut self) -> Told {
        for page in self.book.pages() {
            let all =
                |words: &[String]| if words.is_empty() { "-".to_owned() } else { words.join(", ") };
            let contacts: Vec<_> =
                self.book.contacts(page.card).iter().map(ToString::to_string).collect();
            let numbers: Vec<_> = page.numbers.iter().map(ToString::to_string).collect();
            let orders = self.register.orders_of(page.card);
            writeln!(
                self.out,
                "    {} {}: {}; contacts {}; orders {orders}",
                page.card,
                page.name,
                all(&numbers),
                all(&contacts)
            )?;
        }
        Ok(())
    }
}

fn said(person: u64, name: &str, email: &str, number: &str) -> Said {
    Said::of(PersonId::new(person)).named(name).email(email).number("RU", number)
}

/// Tells the chapter.
///
/// # Errors
/// When the register refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut policy = Policy::new(Secret::new(7));
    policy.add_placeholder("noreply@marketplace.example")?;
    let now = Moment::parse("2026-03-02T09:00:00Z")?;
    let mut desk =
        Desk { out, register: Register::new(), book: Book::new(), policy, now, orders: 0 };

    let name = "ООО Ромашка";
    desk.order(
        "Ivan orders for his company: a new card",
        said(1, name, "ivan@romashka.ru", "7710000015"),
    )?;
    desk.order(
        "Olga of the same company writes from her own mailbox: a new contact, no new card",
        said(2, name, "olga@romashka.ru", "7710 000 015"),
    )?;
    desk.order(
        "Ivan again, from his telephone and without the number",
        said(1, "Иван", " IVAN@Romashka.RU ", ""),
    )?;
    desk.order("Pyotr buys for himself", said(3, "Пётр", "petr@gmail.com", ""))?;
    desk.order(
        "Pyotr again, his provider ignores dots and tags",
        said(3, "Пётр", "p.e.t.r+sale@googlemail.com", ""),
    )?;

    for (person, name, number) in [
        (4, "ООО Василёк", "7710000022"),
        (5, "ООО Клевер", "7710000030"),
        (6, "ООО Мята", "7710000047"),
    ] {
        desk.order(
            "an accountant orders for one of her firms",
            said(person, name, "buh@outsource.ru", number),
        )?;
    }
    let open = desk.order(
        "she forgets the number: her mailbox is several firms', so a person is asked",
        said(4, "ООО Василёк", "buh@outsource.ru", ""),
    )?;
    let known = desk.register.customer(open) == Some(Customer::Undecided);
    writeln!(desk.out, "    {open} waits: {known}")?;
    let words = said(4, "ООО Василёк", "buh@outsource.ru", "");
    desk.run(Command::Settle { order: open, on: Choice::Card(CardId::new(2)), said: words })?;
    writeln!(desk.out, "    maria says whose it is")?;
    desk.cards()?;

    desk.order(
        "a marketplace puts its own address on Romashka's order",
        said(1, name, "noreply@marketplace.example", "7710000015"),
    )?;
    desk.order(
        "and on a stranger's, who gives ten zeros for a number",
        said(7, "Аноним", "noreply@marketplace.example", "0000000000"),
    )?;

    writeln!(desk.out, "\nPyotr wants to be forgotten")?;
    desk.run(Command::Forget(PersonId::new(3)))?;
    desk.cards()
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
