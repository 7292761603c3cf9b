//! A file of comma-separated values, row by row (RFC 4180), told by the lines a person sees in an editor.
//!
//! Written here and not taken from a crate: a quote that is opened and never closed must cost its own line. A plain
//! reader makes one row of all that follows; `csv-core` also reads on behind a closing quote, and so makes one row of
//! the right width of two lines that each lost a quote.

use std::{collections::VecDeque, io, io::BufRead, sync::Arc};

use super::Unreadable;

/// The rows of a file; it holds one row and, past an open quote, a few lines ahead.
pub(super) struct Rows<R> {
    file: Arc<str>,
    input: R,
    /// Lines that were read while looking for the end of a quote, and given back.
    ahead: VecDeque<Vec<u8>>,
    /// The number of the line read last.
    line: u64,
    /// How many fields a row has, once the header is read.
    width: Option<usize>,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(name: &str, input: R) -> Self {
        Self { file: name.into(), input, ahead: VecDeque::new(), line: 0, width: None }
    }

    /// Returns the next row that is not blank; nothing at the end. The first sets how many fields the others have.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Record, Unreadable>>> {
        while let Some(first) = self.next_line()? {
            if !first.trim_ascii().is_empty() {
                let line = self.line;
                let row = self.record(first)?.map_err(|flaw| self.unreadable(line, flaw.reason()));
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Returns the mark of a row that is given up.
    pub(super) fn unreadable(&self, line: u64, reason: String) -> Unreadable {
        Unreadable { file: Arc::clone(&self.file), line, reason }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Reads a row that begins with this line; where it cannot be one, only this line is given up.
    fn record(&mut self, mut text: Vec<u8>) -> io::Result<Result<Record, Flaw>> {
        let line = self.line;
        let mut more: Vec<Vec<u8>> = Vec::new();
        let flaw = loop {
            let flaw = match split(&text, self.width) {
                Ok(fields) => {
                    self.width.get_or_insert(fields.ends.len());
                    return Ok(Ok(Record { line, fields }));
                }
                Err(flaw) => flaw,
            };
            if !matches!(flaw, Flaw::OpenQuote) || more.len() >= LINES {
                break flaw;
            }
            let Some(next) = self.next_line()? else { break flaw };
            text.push(b'\n');
            text.extend_from_slice(&next);
            more.push(next);
        };
        if more.is_empty() {
            return Ok(Err(flaw));
        }
        self.line = line;
        more.into_iter().rev().for_each(|next| self.ahead.push_front(next));
        Ok(Err(Flaw::OpenQuote))
    }

    /// Returns the next line without its end; of one past the limit only the beginning, which `split` refuses.
    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(text) = self.ahead.pop_front() {
            self.line += 1;
            return Ok(Some(text));
        }
        let mut text = Vec::new();
        io::Read::take(&mut self.input, PAST_LIMIT).read_until(b'\n', &mut text)?;
        if text.is_empty() {
            return Ok(None);
        }
        if text.last() == Some(&b'\n') {
            text.pop();
            text.pop_if(|byte| *byte == b'\r');
        } else {
            self.input.skip_until(b'\n')?;
        }
        self.line += 1;
        if self.line == 1 && text.starts_with(MARK) {
            text.drain(..MARK.len());
        }
        Ok(Some(text))
    }
}

/// One row: where it begins, and its fields.
pub(super) struct Record {
    pub(super) line: u64,
    fields: Fields,
}

impl Record {
    /// Returns a field, blanks around it dropped.
    pub(super) fn field(&self, at: usize) -> &str {
        let end_of = |at: usize| self.fields.ends.get(at).copied();
        let start = at.checked_sub(1).and_then(end_of).unwrap_or(0);
        self.fields.text[start..end_of(at).unwrap_or(start)].trim()
    }

    /// Goes through the fields.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.fields.ends.len()).map(|at| self.field(at))
    }
}

/// The fields of a row, unquoted, one behind the other, and where each ends.
#[derive(Default)]
struct Fields {
    text: String,
    ends: Vec<usize>,
}

impl Fields {
    /// Takes one field off the text; returns what follows it.
    fn take<'t>(&mut self, text: &'t str) -> Result<&'t str, Flaw> {
        let Some(mut rest) = text.strip_prefix('"') else {
            let (field, rest) = text.split_at(text.find(',').unwrap_or(text.len()));
            self.text.push_str(field);
            return Ok(rest);
        };
        loop {
            let (part, behind) = rest.split_once('"').ok_or(Flaw::OpenQuote)?;
            self.text.push_str(part);
            if behind.is_empty() || behind.starts_with(',') {
                return Ok(behind);
            }
            rest = behind.strip_prefix('"').ok_or(Flaw::TextBehindQuote)?;
            self.text.push('"');
        }
    }
}

/// Why a text is not a row.
enum Flaw {
    OpenQuote,
    TextBehindQuote,
    TooLong,
    NotUtf8 { at: usize },
    Width { found: usize, expected: usize },
}

impl Flaw {
    fn reason(&self) -> String {
        match self {
            Self::OpenQuote => {
                "a quote is opened and not closed; close it, or remove it".to_owned()
            }
            Self::TextBehindQuote => {
                "text follows a closing quote; write a quote inside a field twice".to_owned()
            }
            Self::TooLong => format!("the row is past {LIMIT} bytes; shorten it"),
            Self::NotUtf8 { at } => {
                format!("byte {at} of the row is not UTF-8; save the file as UTF-8")
            }
            Self::Width { found, expected } => {
                let plural = if *found == 1 { "" } else { "s" };
                format!(
                    "{found} field{plural} where the header has {expected}; give as many as the header"
                )
            }
        }
    }
}

fn split(bytes: &[u8], width: Option<usize>) -> Result<Fields, Flaw> {
    if bytes.len() > LIMIT {
        return Err(Flaw::TooLong);
    }
    let mut rest =
        str::from_utf8(bytes).map_err(|error| Flaw::NotUtf8 { at: error.valid_up_to() + 1 })?;
    let mut fields = Fields::default();
    loop {
        rest = fields.take(rest)?;
        fields.ends.push(fields.text.len());
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None => break,
        }
    }
    let found = fields.ends.len();
    match width.filter(|expected| *expected != found) {
        Some(expected) => Err(Flaw::Width { found, expected }),
        None => Ok(fields),
    }
}

/// How long a row may be, in bytes: a shop's row has a few hundred.
const LIMIT: usize = 65_536;
/// One line of that length and its end, `\r\n`, and one byte more.
const PAST_LIMIT: u64 = 65_539;
/// How many more lines a quoted field may go on: a customer's note has a few.
const LINES: usize = 32;
/// The byte order mark that some programs put before UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";
