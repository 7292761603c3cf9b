//! Samples of what logs, keepers and files answer when they do not do what they were asked.

use std::path::PathBuf;
use std::time::Duration;

use sklad_sqlite::OpenError as File;
use sklad_store::codec::{Malformed, SealError, Unwritable};
use sklad_store::{
    AppendError, Archived, BatchKey, Damage, Epoch, Fault, Mark, NoShop, NotDone, NotRestored,
    OpenError, Position, ReadError, Rejection,
};

use sklad::base::{CommandId, Digest, IdRefusal, Moment, RecordNo, Refusals};
use sklad::stock::Refusal as Stock;

use super::{ItemId, Sample, samples};

/// The enums, as the sources name them: crate and name.
pub(crate) const ENUMS: [&str; 10] = [
    "sqlite OpenError",
    "store AppendError",
    "store Damage",
    "store NotDone",
    "store OpenError",
    "store ReadError",
    "store Rejection",
    "store SealError",
    "store NoShop",
    "store NotRestored",
];

pub(super) fn all() -> Vec<Sample> {
    let mut all = samples(ENUMS[0], files());
    all.extend(samples(ENUMS[1], appends()));
    all.extend(samples(ENUMS[2], damages()));
    all.extend(samples(ENUMS[3], not_done()));
    all.extend(samples(ENUMS[4], opens()));
    all.extend(samples(ENUMS[5], reads()));
    all.extend(samples(ENUMS[6], rejections().into()));
    all.extend(samples(ENUMS[7], seals()));
    all.extend(samples(ENUMS[8], no_shops()));
    all.extend(samples(ENUMS[9], not_restored()));
    all
}

fn files() -> Vec<File> {
    let (path, kind) = (PathBuf::from("shop.sklad"), "log");
    let why = "after a crash its pages do not add up (row 3 missing from index)".to_owned();
    vec![
        File::Missing { path: path.clone(), kind },
        File::NoFolder { path: path.clone() },
        File::NotSqlite { path: path.clone(), kind },
        File::Foreign { path: path.clone(), kind },
        File::Newer { path: path.clone(), kind, found: 2, known: 1 },
        File::Locked { path: path.clone(), waited: Duration::from_secs(5) },
        File::ReadOnly { path: path.clone() },
        File::Damaged { path, why },
        File::Fault(fault()),
    ]
}

fn no_shops() -> Vec<NoShop<Fault>> {
    let shop = "web shop".to_owned();
    vec![NoShop::TooMany { shop, limit: 100 }, NoShop::NotOpened(fault())]
}

fn appends() -> Vec<AppendError> {
    let (expected, head) = (Position::new(6), Position::new(7));
    let [rejection, ..] = rejections();
    vec![
        AppendError::Conflict { expected, head },
        AppendError::Unknown { key: key(), why: "the connection broke".to_owned() },
        AppendError::Rejected(rejection),
        AppendError::Fault(fault()),
    ]
}

fn rejections() -> [Rejection; 4] {
    [
        Rejection::TooBig { bytes: 70_000_000, limit: 67_108_864 },
        Rejection::OtherBytes { key: key(), position: Position::new(7) },
        Rejection::OutOfOrder { record: RecordNo::new(9), next: RecordNo::new(8) },
        Rejection::NotAllowed {
            log: "shop.sklad".to_owned(),
            why: "it was opened to read only".to_owned(),
        },
    ]
}

fn reads() -> Vec<ReadError> {
    let archive = || Archived {
        name: "shop.sklad.1-400.archive".to_owned(),
        first: RecordNo::new(1),
        last: RecordNo::new(400),
        digest: Digest::new(7),
        before: None,
    };
    vec![
        ReadError::Absent { record: RecordNo::new(9) },
        ReadError::Archived { after: Position::new(6), archive: archive() },
        ReadError::Lost { archive: archive() },
        damaged(),
        ReadError::Fault(fault()),
    ]
}

fn damages() -> Vec<Damage> {
    let what = || "record 5 at position 5".to_owned();
    let malformed = Malformed { at: 40, why: "an event is none that this program knows".into() };
    vec![
        Damage::Foreign { what: what() },
        Damage::Newer { what: what(), format: 7, known: 0 },
        Damage::Cut { what: what(), wanted: 71, found: 64 },
        Damage::Unreadable { what: what(), why: "its checksum is 3, not 7".to_owned() },
        Damage::Changed { what: what() },
        Damage::Malformed { what: what(), malformed },
        Damage::Misplaced { what: what(), why: "record 4 should follow".to_owned() },
    ]
}

fn not_done() -> Vec<NotDone<Stock>> {
    let (made, moment) = (now(), now().plus_seconds(-3_600));
    let id = CommandId::counted(made, 1);
    let refusals = Refusals::from(Stock::UnknownItem(ItemId::new(8)));
    vec![
        NotDone::Refused(refusals),
        NotDone::Id(IdRefusal::TooEarly { id, made, moment }),
        NotDone::QueueFull { commands: 3, waiting: 99_998, limit: 100_000 },
        NotDone::SliceTooLong { commands: 5_000, limit: 4_096 },
        NotDone::AnotherWriter {
            shop: "web".into(),
            writer: "attic".into(),
            position: Position::new(7),
        },
        NotDone::NotWritten(AppendError::Fault(fault())),
        NotDone::NotRead(OpenError::Fault(fault())),
        NotDone::Ended,
    ]
}

fn opens() -> Vec<OpenError> {
    let last = now();
    let clock = last.plus_seconds(-301);
    vec![
        OpenError::Damage(Damage::Changed { what: "record 5 at position 5".to_owned() }),
        OpenError::Read(damaged()),
        OpenError::Fault(fault()),
        OpenError::ClockBehind { shop: "web".to_owned(), clock, last },
        OpenError::Restored {
            shop: "web".to_owned(),
            mark: Mark {
                position: Position::new(20),
                record: RecordNo::new(20),
                epoch: Epoch::FIRST,
            },
            why: "it goes on in the epoch of 2026-03-02T10:00:00Z".to_owned(),
        },
        OpenError::Ended,
    ]
}

fn not_restored() -> Vec<NotRestored<Stock>> {
    let shop = || "web".to_owned();
    vec![
        NotRestored::NoReason { shop: shop() },
        NotRestored::Empty { shop: shop() },
        NotRestored::Refused(Refusals::from(Stock::UnknownItem(ItemId::new(8)))),
        NotRestored::NotRead(OpenError::Fault(fault())),
        NotRestored::NotWritten(AppendError::Fault(fault())),
    ]
}

fn seals() -> Vec<SealError> {
    vec![
        SealError::Keys(fault()),
        SealError::Words(Unwritable("a map without a length".to_owned())),
    ]
}

fn damaged() -> ReadError {
    let place = "record 5 at position 5 of shop.sklad".to_owned();
    ReadError::Damaged { place, why: "its checksum is 3, not 7".to_owned() }
}

fn fault() -> Fault {
    Fault::retryable("cannot append to shop.sklad: the disk is full; make room, then try again")
}

fn key() -> BatchKey {
    BatchKey::new(CommandId::counted(now(), 1).uuid())
}

fn now() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}
