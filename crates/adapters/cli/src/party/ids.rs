//! `sklad party ids`: checks tax numbers.

use std::{path::Path, process::ExitCode};

use sklad_party::{Kind, TaxId};

use crate::{failure::Failure, input, output};

/// Prints each row of the file with its verdict.
pub(crate) fn check(file: &Path) -> Result<ExitCode, Failure> {
    let name = input::name(file);
    let (mut reader, [kind, value]) = input::table(file, ["kind", "value"])?;
    let (Some(kind), Some(value)) = (kind, value) else {
        return Err(Failure::reading(
            &name,
            "its first line does not name the columns kind and value",
        ));
    };
    let mut writer = csv::Writer::from_writer(output::answers());
    writer.write_record(["kind", "value", "valid", "normalised"])?;

    let mut row = csv::ByteRecord::new();
    let mut number = 1_u64;
    while reader.read_byte_record(&mut row).map_err(|error| Failure::reading(&name, error))? {
        number += 1;
        let code = String::from_utf8_lossy(row.get(kind).unwrap_or_default());
        let raw = row.get(value).unwrap_or_default();
        let known = Kind::parse(code.trim()).ok_or_else(|| unknown(&name, number, &code))?;
        // Bytes that are no text are no number.
        let id = str::from_utf8(raw).ok().and_then(|text| TaxId::parse(known, text).ok());
        let normalised = id.as_ref().map_or("", TaxId::as_str);
        let valid = if id.is_some() { "1" } else { "0" };
        writer.write_record([code.as_bytes(), raw, valid.as_bytes(), normalised.as_bytes()])?;
    }
    writer.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str, number: u64, code: &str) -> Failure {
    let known = Kind::ALL.map(Kind::code).join(", ");
    let code: String = code.chars().take(64).collect();
    Failure::reading(
        name,
        format!("row {number} is of kind {code:?}, and the known ones are {known}"),
    )
}
