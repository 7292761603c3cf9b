//! Files by name, and `-` for what comes in by the pipe.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::failure::Failure;

/// Opens a file, or what comes in where the name is `-`.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| Failure::reading(&name(path), error))?;
    Ok(Box::new(io::BufReader::with_capacity(BUFFER, file)))
}

/// What a message calls a file.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

/// A reader past its titles, and where the columns that were asked for stand.
pub(crate) type Table<const N: usize> = (csv::Reader<Box<dyn Read>>, [Option<usize>; N]);

/// Opens a CSV file and finds its columns by their titles; a column that is not there is nothing.
pub(crate) fn table<const N: usize>(path: &Path, titles: [&str; N]) -> Result<Table<N>, Failure> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(open(path)?);
    let headers = reader.byte_headers().map_err(|error| Failure::reading(&name(path), error))?;
    let is = |header: &[u8], title: &str| {
        let text = String::from_utf8_lossy(header);
        text.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(title)
    };
    let columns = titles.map(|title| headers.iter().position(|header| is(header, title)));
    Ok((reader, columns))
}

const BUFFER: usize = 1 << 18;
