//! The main job: an order history goes through all four ways of reflecting an order (B1-B10), side by side.
//!
//! Each way has a shop of its own on a SQLite file. Stopped, however hard, it goes on where it was.
//!
//! `cargo run --release --example four_ways -- --help` lists what can be chosen.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to a person")]

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use sklad::{base::Digest, prelude::*};
use sklad_examples::{
    history::{Columns, History, OpeningStock},
    replay::{Books, Outcome, Replay, Setting, parse_span, report},
};

/// Replays an order history through the four ways of reflecting an order, and compares them.
#[derive(Debug, Parser)]
struct Options {
    /// The history, as CSV; without it, the 2,000 made-up orders of examples/data.
    history: Option<PathBuf>,
    /// Which column is which, where their names differ: order=InvoiceNo,time=InvoiceDate
    #[arg(long, value_name = "WHICH=NAME,…", default_value = "")]
    columns: String,
    /// The opening stock, as CSV with the columns sku, qty and, if need be, warehouse.
    #[arg(long, value_name = "FILE")]
    stock: Option<PathBuf>,
    /// The currency of the prices.
    #[arg(long, default_value = "EUR")]
    currency: Currency,
    /// From placing to review.
    #[arg(long, default_value = "4h", value_parser = parse_span)]
    review: i64,
    /// From review to the close of the bill.
    #[arg(long, default_value = "2h", value_parser = parse_span)]
    close: i64,
    /// From there until the goods are sent.
    #[arg(long, default_value = "20h", value_parser = parse_span)]
    send: i64,
    /// Until goods of a false order that was sent are back.
    #[arg(long, default_value = "3d", value_parser = parse_span)]
    home: i64,
    /// What becomes of goods that are not there: cancel-rest, cancel-lines, wait or refuse.
    #[arg(long, default_value = "cancel-rest", value_parser = shortage)]
    shortage: Shortage,
    /// When the two late ways promise goods: by-hand, when-placed or when-confirmed.
    #[arg(long, default_value = "by-hand", value_parser = reserve)]
    reserve: Reserve,
    /// How many unreadable rows to name.
    #[arg(long, default_value_t = 10)]
    named: usize,
    /// The folder of the shops' files; a run that was stopped goes on from them.
    #[arg(long, value_name = "FOLDER", default_value = "target/four_ways")]
    folder: PathBuf,
    /// Deletes the files of this replay first.
    #[arg(long, conflicts_with = "memory")]
    anew: bool,
    /// Keeps the shops in memory and writes no files.
    #[arg(long)]
    memory: bool,
}

fn main() -> ExitCode {
    match compare(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn compare(options: &Options) -> Result<(), Box<dyn Error>> {
    let setting = options.setting();
    let columns = Columns::parse(&options.columns)?;
    let path = options.history.clone().unwrap_or_else(default_history);
    let history = History::read(&path, &columns, options.currency)?;
    let stock = match &options.stock {
        Some(file) => OpeningStock::read(file)?,
        None => OpeningStock::days_of_demand(&history, 30),
    };
    describe(&history, &stock, options);

    let mut outcomes = Vec::new();
    for way in setting.ways() {
        let books = options.books(way, &options.name_of(&path)?)?;
        let bar = bar_of(way, history.entries.len());
        let replay = Replay { history: &history, opening: &stock, way, setting: &setting };
        outcomes.push(replay.run(books, &mut || bar.inc(1))?);
        bar.finish_and_clear();
    }
    println!("{}", report(&outcomes));
    outcomes.iter().for_each(tell_time);
    if !options.memory {
        println!("\nthe shops' files stand in {}", options.folder.display());
    }
    Ok(())
}

fn tell_time(outcome: &Outcome) {
    let micros = outcome.time.as_micros().max(1);
    let rate = u128::from(outcome.taken) * 1_000_000 / micros;
    let (way, millis) = (outcome.way.to_string(), micros / 1000);
    let read_back = match outcome.read_back {
        0 => String::new(),
        count => format!(", {count} commands read back from its file; --anew does them again"),
    };
    println!("{way:12} took {millis:5} ms: {rate} orders a second{read_back}");
}

fn bar_of(way: Way, entries: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:12} {bar:40} {pos}/{len} {eta} left");
    let bar = ProgressBar::new(u64::try_from(entries).unwrap_or(u64::MAX));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(way.to_string());
    bar
}

impl Options {
    const fn setting(&self) -> Setting {
        let Self { review, close, send, home, shortage, reserve, .. } = *self;
        Setting { review, close, send, home, shortage, reserve }
    }

    /// Returns the name of this replay: another history, stock or setting is another replay, with files of its own.
    fn name_of(&self, history: &Path) -> Result<String, Box<dyn Error>> {
        let stock = self.stock.as_ref().map(fs::read).transpose()?;
        let choices = format!("{:?} {} {}", self.setting(), self.columns, self.currency);
        let digest = Digest::of(&(fs::read(history)?, stock, choices));
        Ok(format!("{:016x}", digest.number()))
    }

    fn books(&self, way: Way, replay: &str) -> Result<Books, Box<dyn Error>> {
        if self.memory {
            return Ok(Books::in_memory());
        }
        fs::create_dir_all(&self.folder)?;
        let name = format!("{}-{replay}.sklad", way.to_string().replace(' ', "-"));
        let path = self.folder.join(name);
        if self.anew {
            remove(&path)?;
        }
        let books = Books::on_file(&path, &format!("{way}, replay {replay}"));
        books.map_err(|why| format!("{why}; or do it all again with --anew").into())
    }
}

/// Removes a replay's files, and what a killed run left beside them.
fn remove(log: &Path) -> io::Result<()> {
    for path in [log.to_owned(), log.with_extension("keys")] {
        for beside in ["", "-wal", "-shm"] {
            let mut file = path.clone().into_os_string();
            file.push(beside);
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

fn describe(history: &History, stock: &OpeningStock, options: &Options) {
    let made_up = options.history.is_none();
    let name = if made_up { "examples/data/orders.csv" } else { history.name.as_str() };
    println!("history: {name}: {} rows, {} orders", history.rows, history.orders.len());
    println!(
        "  {} cancel lines, {} of them without an earlier sale to take back; {} rows are no orders",
        history.cancel_lines, history.cancels_without_sale, history.not_orders
    );
    for neutral in &history.defaults {
        println!("  {neutral}");
    }
    let unreadable: Vec<_> = history.unreadable.iter().chain(&stock.unreadable).collect();
    println!("  {} rows unreadable, the rest is done", unreadable.len());
    for row in unreadable.iter().take(options.named) {
        println!("    {row}");
    }
    if unreadable.len() > options.named {
        println!("    and {} more: --named N names them", unreadable.len() - options.named);
    }
    match &options.stock {
        Some(file) => println!("opening stock: {}, {} lines", file.display(), stock.lines.len()),
        None => {
            println!("opening stock: 30 days of each item's demand (--stock FILE gives another)");
        }
    }
    let hours = |seconds: i64| format!("{}h{:02}m", seconds / 3600, seconds / 60 % 60);
    println!(
        "delays: review {}, close {}, sending {}, home {}; shortage: {:?}; reserve: {:?}\n",
        hours(options.review),
        hours(options.close),
        hours(options.send),
        hours(options.home),
        options.shortage,
        options.reserve
    );
}

fn default_history() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "data", "orders.csv"].iter().collect()
}

fn shortage(text: &str) -> Result<Shortage, String> {
    match text {
        "cancel-rest" => Ok(Shortage::CancelRest),
        "cancel-lines" => Ok(Shortage::CancelLines),
        "wait" => Ok(Shortage::Wait),
        "refuse" => Ok(Shortage::Refuse),
        _ => Err("choose cancel-rest, cancel-lines, wait or refuse".to_owned()),
    }
}

fn reserve(text: &str) -> Result<Reserve, String> {
    match text {
        "by-hand" => Ok(Reserve::ByHand),
        "when-placed" => Ok(Reserve::WhenPlaced),
        "when-confirmed" => Ok(Reserve::WhenConfirmed),
        _ => Err("choose by-hand, when-placed or when-confirmed".to_owned()),
    }
}
