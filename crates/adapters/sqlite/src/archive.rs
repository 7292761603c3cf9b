//! Archive files: sealed records, unchanged and checksummed, each file naming the one before it.
//!
//! ```text
//! "sklad archive 1\n" | first u64 | last u64 | length of the name before u64 | that name
//! for each record: position u64 | number u64 | key 16 | length u64 | checksum i64 | bytes
//! for each record: where it begins in the file u64
//! ```
//!
//! Numbers are big-endian. The table at the end finds one record without reading the others.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sklad_base::{Digest, RecordNo};
use sklad_store::{Archived, BatchKey, Fault, Position, ReadError, Stored};
use uuid::Uuid;

use crate::open::beside;
use crate::records::{Found, checksum};

/// Writes an archive, record by record; it is there once it is finished.
pub(crate) struct Writer {
    file: BufWriter<File>,
    part: PathBuf,
    path: PathBuf,
    digest: Rolling,
    offsets: Vec<u64>,
    at: u64,
}

impl Writer {
    pub(crate) fn begin(
        path: PathBuf,
        (first, last): (RecordNo, RecordNo),
        before: Option<&str>,
    ) -> io::Result<Self> {
        let part = beside(&path, &format!(".{}.part", std::process::id()));
        let file = BufWriter::new(File::create(&part)?);
        let digest = Rolling::default();
        let mut writer = Self { file, part, path, digest, offsets: Vec::new(), at: 0 };
        let before = before.unwrap_or_default();
        writer.write(MAGIC)?;
        for number in [first.number(), last.number(), length(before.as_bytes())] {
            writer.write(&number.to_be_bytes())?;
        }
        writer.write(before.as_bytes())?;
        Ok(writer)
    }

    pub(crate) fn put(&mut self, stored: &Stored) -> io::Result<()> {
        self.offsets.push(self.at);
        let sum = checksum(stored.position, stored.record, stored.key, &stored.bytes);
        self.write(&stored.position.number().to_be_bytes())?;
        self.write(&stored.record.number().to_be_bytes())?;
        self.write(stored.key.uuid().as_bytes())?;
        self.write(&length(&stored.bytes).to_be_bytes())?;
        self.write(&sum.to_be_bytes())?;
        self.write(&stored.bytes)
    }

    /// Ends the file, syncs it and gives it its name; returns its digest.
    pub(crate) fn finish(mut self) -> io::Result<Digest> {
        for offset in std::mem::take(&mut self.offsets) {
            self.write(&offset.to_be_bytes())?;
        }
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.part, &self.path)?;
        sync_folder(&self.path)?;
        Ok(self.digest.end())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.add(bytes);
        self.at = self.at.saturating_add(length(bytes));
        self.file.write_all(bytes)
    }
}

/// Returns one record of an archive.
pub(crate) fn get(log: &Path, archive: &Archived, record: RecordNo) -> Result<Stored, ReadError> {
    let path = path_of(log, &archive.name);
    let mut file = open(&path, archive)?;
    let damaged = |error: io::Error| damaged(&path, error);
    let found = seek(&mut file, archive, record).and_then(|()| read_record(&mut file));
    let found = found.map_err(damaged)?;
    if found.stored.record != record {
        let why = format!("{} stands where {record} should", found.stored.record);
        return Err(damaged(io::Error::new(ErrorKind::InvalidData, why)));
    }
    found.checked(&path)
}

/// Reads an archive through, and compares its digest.
pub(crate) fn verify(log: &Path, archive: &Archived) -> Result<(), ReadError> {
    let path = path_of(log, &archive.name);
    let mut file = open(&path, archive)?;
    let (mut digest, mut buffer) = (Rolling::default(), vec![0; 64 * 1024]);
    loop {
        let count = file.read(&mut buffer).map_err(|error| damaged(&path, error))?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        digest.add(bytes);
    }
    let (found, written) = (digest.end().number(), archive.digest.number());
    let why = format!("its digest is {found:016x}, written was {written:016x}");
    let is_whole = found == written;
    if is_whole { Ok(()) } else { Err(damaged(&path, io::Error::new(ErrorKind::InvalidData, why))) }
}

/// Returns where an archive is: beside its log.
pub(crate) fn path_of(log: &Path, name: &str) -> PathBuf {
    log.with_file_name(name)
}

/// Returns what an archive is called: the name of its log, and its records.
pub(crate) fn name_of(log: &Path, first: RecordNo, last: RecordNo) -> String {
    let log = log.file_name().unwrap_or_default().to_string_lossy();
    format!("{log}.{}-{}.archive", first.number(), last.number())
}

/// Syncs the folder of a file: its new name is then there for good.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn open(path: &Path, archive: &Archived) -> Result<BufReader<File>, ReadError> {
    match File::open(path) {
        Ok(file) => Ok(BufReader::new(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(ReadError::Lost { archive: archive.clone() })
        }
        Err(error) => {
            let words = "give this process the right to read it";
            let what = format!("cannot read {}: {error}; {words}", path.display());
            Err(Fault::lasting(what).because(error).into())
        }
    }
}

fn seek(file: &mut BufReader<File>, archive: &Archived, record: RecordNo) -> io::Result<()> {
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic)?;
    if magic != MAGIC {
        return Err(io::Error::new(ErrorKind::InvalidData, "it is no archive of sklad"));
    }
    let back = archive.last.number().saturating_sub(record.number()).saturating_add(1);
    let back = i64::try_from(back.saturating_mul(8)).unwrap_or(i64::MAX);
    file.seek(SeekFrom::End(-back))?;
    let offset = read_number(file)?;
    file.seek(SeekFrom::Start(offset)).map(drop)
}

fn read_record(file: &mut BufReader<File>) -> io::Result<Found> {
    let position = Position::new(read_number(file)?);
    let record = RecordNo::new(read_number(file)?);
    let mut key = [0; 16];
    file.read_exact(&mut key)?;
    let (length, checksum) = (read_number(file)?, read_number(file)?.cast_signed());
    let mut bytes = Vec::new();
    // Reading what is there, and no more, needs no memory for a length that is damaged.
    file.take(length).read_to_end(&mut bytes)?;
    let key = BatchKey::new(Uuid::from_bytes(key));
    Ok(Found { stored: Stored { position, record, key, bytes: bytes.into() }, checksum })
}

fn read_number(file: &mut impl Read) -> io::Result<u64> {
    let mut number = [0; 8];
    file.read_exact(&mut number)?;
    Ok(u64::from_be_bytes(number))
}

fn damaged(path: &Path, error: io::Error) -> ReadError {
    ReadError::Damaged { place: path.display().to_string(), why: error.to_string() }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The digest of bytes as they come: that of each 64 KiB, with that of all before.
#[derive(Default)]
struct Rolling {
    sum: u64,
    rest: Vec<u8>,
}

impl Rolling {
    fn add(&mut self, mut bytes: &[u8]) {
        while self.rest.len().saturating_add(bytes.len()) >= CHUNK {
            let (now, later) = bytes.split_at(CHUNK.saturating_sub(self.rest.len()));
            self.rest.extend_from_slice(now);
            self.mix();
            bytes = later;
        }
        self.rest.extend_from_slice(bytes);
    }

    fn end(mut self) -> Digest {
        self.mix();
        Digest::new(self.sum)
    }

    fn mix(&mut self) {
        self.sum = Digest::of(&(self.sum, Digest::of_bytes(&self.rest).number())).number();
        self.rest.clear();
    }
}

const MAGIC: &[u8] = b"sklad archive 1\n";
const CHUNK: usize = 64 * 1024;
