//! How many instructions does an order's life take? Counts do not depend on what else the machine does, so two commits
//! can be compared: run it on one, then on the other, and it shows the difference.
//!
//! It needs valgrind and `cargo install gungraun-runner@0.20.0`; where one is missing, it says so and counts nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]

use std::process::Command;

fn main() {
    let arguments = || std::env::args().skip(1);
    let missing = ["valgrind", "gungraun-runner"].into_iter().find(|tool| !is_there(tool));
    if let Some(missing) = missing {
        println!("skipped: cannot count instructions: {missing} is not there; install it");
        return;
    }
    if arguments().any(|argument| argument == "--quick") {
        // The counts are the same each time: there is nothing to shorten, and the runner knows no such argument.
        let others = arguments().filter(|argument| argument != "--quick");
        let done = Command::new(std::env::current_exe().unwrap()).args(others).status().unwrap();
        std::process::exit(done.code().unwrap_or(1));
    }
    counted::run();
}

/// Whether a program can be started; the runner starts nothing without arguments and says so.
fn is_there(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok()
}

mod counted {
    #![allow(
        missing_docs,
        unreachable_pub,
        unused_qualifications,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stderr,
        clippy::too_many_arguments,
        reason = "made by gungraun"
    )]

    use std::hint::black_box;

    use gungraun::{library_benchmark, library_benchmark_group, main};
    use sklad::base::{
        Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, Once, OrderId,
        OutletId, PlaceId, Quantity, RecordNo,
    };
    use sklad::stock::{Command, Entry, Event, Goods, Ledger, Names, Policy, Rank};

    /// Orders that are counted together; the figures are for all of them.
    const ORDERS: u32 = 1000;
    const ITEMS: u32 = 997;

    pub(super) fn run() {
        main();
    }

    fn start() -> Moment {
        Moment::from_unix_micros(1_772_445_600_000_000).unwrap()
    }

    fn envelope(number: u32, command: Command) -> Envelope<Command> {
        let id = CommandId::counted(start(), number.into());
        Envelope::new(id, Actor::System("".into()), start(), command)
    }

    /// A ledger with plenty of everything.
    fn stocked() -> Ledger {
        let (mut ledger, outlet) = (Ledger::new(), OutletId::new(0));
        ledger.evolve(&Event::OutletOpened(outlet));
        ledger.evolve(&Event::PlaceOpened { place: PlaceId::new(0), outlet });
        ledger.evolve(&Event::ItemAdded(ItemId::new(ITEMS - 1)));
        let receive = |item| Entry::Receive(goods(item, 1_000_000));
        let command = Command::Book((0..ITEMS).map(receive).collect());
        ledger.run(&envelope(u32::MAX, command), &Policy::default()).unwrap();
        ledger
    }

    fn goods(item: u32, units: u32) -> Goods {
        let (place, item) = (PlaceId::new(0), ItemId::new(item));
        Goods { place, item, quantity: Quantity::units(units) }
    }

    /// Three lines for each order; what each entry is, its line and goods say.
    fn commands(first: u32, entry: fn(LineId, Goods) -> Entry) -> Vec<Envelope<Command>> {
        let command = |order: u32| {
            let line = |at| LineId::new(OrderId::new(order), LineNo::new(at));
            let lines = (0..3_u16).map(|at| (line(at), (order * 3 + u32::from(at)) * 611 % ITEMS));
            let entries = lines.map(|(line, item)| entry(line, goods(item, 1)));
            envelope(first + order, Command::Book(entries.collect()))
        };
        (0..ORDERS).map(command).collect()
    }

    fn reserves() -> Vec<Envelope<Command>> {
        commands(0, |line, goods| {
            let rank = Rank { priority: 0, since: start() };
            Entry::Reserve { line, goods, rank }
        })
    }

    struct Work {
        once: Once<Ledger>,
        commands: Vec<Envelope<Command>>,
        out: Events<Event>,
    }

    fn to_reserve() -> Work {
        let once = Once::new(stocked(), 3600);
        Work { once, commands: reserves(), out: Events::new() }
    }

    fn to_end(entry: fn(LineId, Goods) -> Entry) -> Work {
        let mut work = run_all(to_reserve());
        work.commands = commands(ORDERS, entry);
        work.out.clear();
        work
    }

    fn to_ship() -> Work {
        to_end(|line, goods| Entry::Fulfil { line, goods })
    }

    fn to_release() -> Work {
        to_end(|line, goods| Entry::Release { line, goods })
    }

    fn run_all(mut work: Work) -> Work {
        work.once.begin(RecordNo::FIRST);
        let answers = work.once.run_all(&work.commands, &Policy::default(), &mut work.out);
        assert!(answers.iter().all(Result::is_ok), "all is there");
        work
    }

    #[library_benchmark]
    #[bench::reserve(to_reserve())]
    #[bench::ship(to_ship())]
    #[bench::release(to_release())]
    fn a_thousand_orders_of_three_lines(work: Work) -> Work {
        black_box(run_all(work))
    }

    fn named() -> (Names, Vec<String>) {
        let mut names = Names::new();
        let texts: Vec<String> = (0..3 * ORDERS).map(|item| format!("SKU-{item:07}")).collect();
        assert_eq!(texts.iter().filter_map(|text| names.add(text)).count(), texts.len());
        (names, texts)
    }

    #[library_benchmark]
    #[bench::all_known(named())]
    fn three_thousand_names((names, texts): (Names, Vec<String>)) -> Vec<Option<usize>> {
        let mut found = Vec::with_capacity(texts.len());
        names.find_into(texts.iter().map(String::as_str), &mut found);
        black_box(found)
    }

    library_benchmark_group!(
        name = orders,
        benchmarks = [a_thousand_orders_of_three_lines, three_thousand_names]
    );

    main!(library_benchmark_groups = orders);
}
