//! How fast is an order's customer found, and a base of doubles put in order (P10)? Beside: maps of strings, and the bare
//! limit of two look-ups and a union-find over keys that are digests already. How right is it: beside AND and plain OR.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::{
    collections::HashMap,
    hint::black_box,
    time::{Duration, Instant},
};

use sklad::{
    base::{Digest, Events, OrderId},
    party::{Bulk, Policy, Register, Said, Secret},
};
use sklad_examples::generate::customers::{Line, each_line, lines};

fn main() {
    let asked = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    if asked("--ten-million") {
        return ten_million();
    }
    let quick = asked("--quick");
    let count = if quick { 50_000 } else { 1_000_000 };
    let rounds = if quick { 1 } else { 5 };
    let policy = Policy::new(Secret::new(7));
    let lines = lines(count, 20_260_302);

    let mut cards = Vec::new();
    let bulk = median(rounds, || cards = bulk(&lines, &policy));
    let mut strings = Vec::new();
    let maps = median(rounds, || strings = of_strings(&lines));
    let digests = digests(&lines);
    let limit = median(rounds, || drop(black_box(of_digests(&digests))));
    println!("{count} records put in order");
    println!("  guards and veto          {:>9.3} s", bulk.as_secs_f64());
    println!("  HashMap<String, _>, no guards {:>4.3} s", maps.as_secs_f64());
    println!("  limit: two look-ups and a union-find over digests {:.3} s", limit.as_secs_f64());

    println!("                cards    precision   recall");
    for (rule, cards) in [("AND", both(&lines)), ("plain OR", strings), ("OR, guarded", cards)] {
        let (count, precision, recall) = rightness(&lines, &cards);
        println!("  {rule:<12} {count:>8}    {precision:.4}      {recall:.4}");
    }

    let register = register(&lines, &policy);
    println!("{} cards", register.cards().count());
    let asked: Vec<Said> =
        (0..count.min(200_000)).map(|at| lines[(at * 7_919) % count].said.clone()).collect();
    let mut each: Vec<Duration> =
        asked.iter().map(|said| timed(|| drop(black_box(register.find(said, &policy))))).collect();
    each.sort_unstable();
    println!(
        "one order: p50 {} ns, p99 {} ns",
        each[each.len() / 2].as_nanos(),
        each[each.len() * 99 / 100].as_nanos()
    );
    let by_email: HashMap<String, u32> = (0..)
        .zip(&lines)
        .flat_map(|(at, line)| line.said.emails.iter().map(move |email| (email.to_lowercase(), at)))
        .collect();
    let known = known(&lines);
    // Each batch by itself, the three in turn: what else the machine does falls on all of them alike.
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..rounds {
        for asked in asked.chunks(BATCH) {
            // Small enough that the answers do not wait for fresh pages of memory.
            times[0].push(timed(|| drop(black_box(register.find_all(asked, &policy)))));
            times[1].push(timed(|| drop(black_box(by_strings(asked, &by_email)))));
            let keys = digests_of(asked.iter());
            times[2].push(timed(|| _ = black_box(known.find_all(&keys))));
        }
    }
    let [here, strings, limit] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e9 / count_of(BATCH.min(asked.len()))
    });
    println!("batches of {BATCH}, each order: {here:.0} ns");
    println!("  HashMap<String, _>, e-mail only {strings:.0} ns");
    println!("  limit: two look-ups of digests  {limit:.0} ns");
}

/// The goal for ten million: they are made as they are added, and the time is that of the adding.
fn ten_million() {
    const RECORDS: usize = 10_000_000;
    let (mut bulk, mut time) = (Bulk::new(Policy::new(Secret::new(7))), Duration::ZERO);
    let (mut lines, mut keys) = (each_line(RECORDS, 20_260_302), Vec::with_capacity(RECORDS));
    loop {
        let some: Vec<Line> = lines.by_ref().take(100_000).collect();
        if some.is_empty() {
            break;
        }
        time += timed(|| some.iter().for_each(|line| bulk.add(&line.said)));
        keys.extend(digests(&some));
    }
    let mut cards = 0;
    time += timed(|| cards = bulk.finish().cards);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let limit = timed(|| drop(black_box(of_digests(&keys))));
    println!("{RECORDS} records put in order, guards and veto: {:.2} s", time.as_secs_f64());
    println!("  limit: two look-ups and a union-find over digests {:.2} s", limit.as_secs_f64());
    let most = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: not known");
    println!(
        "{cards} cards; with 160 MB of digests for the limit {}",
        most.split_whitespace().collect::<Vec<_>>().join(" ")
    );
}

/// So many orders are asked for at once.
const BATCH: usize = 1_000;

fn bulk(lines: &[Line], policy: &Policy) -> Vec<u32> {
    let mut bulk = Bulk::new(policy.clone());
    lines.iter().for_each(|line| bulk.add(&line.said));
    bulk.finish().card_of
}

fn register(lines: &[Line], policy: &Policy) -> Register {
    let (mut register, mut events) = (Register::new(), Events::new());
    for (order, line) in (0..).map(OrderId::new).zip(lines) {
        events.clear();
        register.recognise((order, &line.said), policy, &mut events).unwrap();
        events.iter().for_each(|event| sklad::base::Decider::evolve(&mut register, event));
    }
    register
}

/// What one writes at first: an OR over two maps of strings.
fn of_strings(lines: &[Line]) -> Vec<u32> {
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut parents: Vec<u32> = Vec::new();
    for (record, line) in (0..).zip(lines) {
        parents.push(record);
        let emails = line.said.emails.iter().map(|email| email.trim().to_lowercase());
        let numbers =
            line.said.numbers.iter().map(|number| format!("{}:{}", number.country, number.text));
        for key in emails.chain(numbers).filter(|key| !key.is_empty()) {
            let founder = *first.entry(key).or_insert(record);
            join(&mut parents, record, founder);
        }
    }
    (0..u32::try_from(parents.len()).unwrap()).map(|record| root(&mut parents, record)).collect()
}

fn by_strings(asked: &[Said], by_email: &HashMap<String, u32>) -> Vec<Option<u32>> {
    let find = |said: &Said| {
        said.emails.iter().find_map(|email| by_email.get(&email.to_lowercase()).copied())
    };
    asked.iter().map(find).collect()
}

/// A table of digests, and nothing else.
struct Known(Vec<(u64, u32)>);

fn known(lines: &[Line]) -> Known {
    let keys = digests(lines);
    let mut known = Known(vec![(0, 0); (keys.len() * 4).next_power_of_two()]);
    for (record, keys) in (0..).zip(&keys) {
        for key in keys.iter().filter(|key| **key != 0) {
            let at = known.place(*key);
            if known.0[at].0 == 0 {
                known.0[at] = (*key, record);
            }
        }
    }
    known
}

impl Known {
    fn place(&self, key: u64) -> usize {
        let mask = self.0.len() - 1;
        let mut at = usize::try_from(key).unwrap() & mask;
        while self.0[at].0 != 0 && self.0[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn find_all(&self, asked: &[[u64; 2]]) -> u32 {
        let found = asked.iter().flatten().map(|key| self.0[self.place(*key)].1);
        found.fold(0, |sum, card| sum ^ card)
    }
}

fn digests(lines: &[Line]) -> Vec<[u64; 2]> {
    digests_of(lines.iter().map(|line| &line.said))
}

fn digests_of<'a>(all: impl Iterator<Item = &'a Said>) -> Vec<[u64; 2]> {
    let of = |text: Option<&String>| {
        text.filter(|text| !text.is_empty())
            .map_or(0, |text| Digest::of_bytes(text.as_bytes()).number())
    };
    all.map(|said| [of(said.emails.first()), of(said.numbers.first().map(|number| &number.text))])
        .collect()
}

fn of_digests(digests: &[[u64; 2]]) -> Vec<u32> {
    let mask = (digests.len() * 4).next_power_of_two() - 1;
    let mut slots = vec![(0_u64, 0_u32); mask + 1];
    let mut parents: Vec<u32> = Vec::with_capacity(digests.len());
    for (record, keys) in (0..).zip(digests) {
        parents.push(record);
        for key in keys.iter().filter(|key| **key != 0) {
            let mut at = usize::try_from(*key).unwrap() & mask;
            while slots[at].0 != 0 && slots[at].0 != *key {
                at = (at + 1) & mask;
            }
            if slots[at].0 == 0 {
                slots[at] = (*key, record);
            }
            let founder = slots[at].1;
            join(&mut parents, record, founder);
        }
    }
    parents
}

/// A card for each pair of e-mail and number, where both are there: what the source had.
fn both(lines: &[Line]) -> Vec<u32> {
    let mut first = HashMap::new();
    (0_u32..)
        .zip(lines)
        .map(|(record, line)| {
            let email = line.said.emails.first().filter(|email| !email.is_empty());
            let number = line.said.numbers.first().filter(|number| !number.text.is_empty());
            match email.zip(number) {
                Some((email, number)) => *first
                    .entry((email.to_lowercase(), (&number.country, &number.text)))
                    .or_insert(record),
                None => record,
            }
        })
        .collect()
}

/// Pairs of lines on one card: how many are right, and how many of the right ones are found.
fn rightness(lines: &[Line], cards: &[u32]) -> (usize, f64, f64) {
    let pairs = |counts: &HashMap<(u32, u32), u64>| {
        counts.values().map(|count| count * (count - 1) / 2).sum::<u64>()
    };
    let count = |key: &dyn Fn(usize) -> (u32, u32)| {
        let mut counts = HashMap::new();
        (0..lines.len()).for_each(|at| *counts.entry(key(at)).or_insert(0_u64) += 1);
        counts
    };
    let by_card = count(&|at| (cards[at], 0));
    let by_truth = count(&|at| (lines[at].truth, 0));
    let by_both = count(&|at| (cards[at], lines[at].truth));
    let share = |part: u64, whole: u64| if whole == 0 { 1.0 } else { ratio(part, whole) };
    let right = pairs(&by_both);
    (by_card.len(), share(right, pairs(&by_card)), share(right, pairs(&by_truth)))
}

fn join(parents: &mut [u32], one: u32, other: u32) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[usize::try_from(one.max(other)).unwrap()] = one.min(other);
}

fn root(parents: &mut [u32], mut record: u32) -> u32 {
    loop {
        let parent = parents[usize::try_from(record).unwrap()];
        if parent == record {
            return record;
        }
        let above = parents[usize::try_from(parent).unwrap()];
        parents[usize::try_from(record).unwrap()] = above;
        record = above;
    }
}

fn median(rounds: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds).map(|_| timed(&mut run)).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}

fn ratio(part: u64, whole: u64) -> f64 {
    count_of(usize::try_from(part).unwrap()) / count_of(usize::try_from(whole).unwrap())
}

fn count_of(count: usize) -> f64 {
    u32::try_from(count).map_or_else(
        |_| u32::try_from(count >> 20).map_or(f64::MAX, f64::from) * 1_048_576.0,
        f64::from,
    )
}
