//! `sklad party dedupe`: a card for each record.

use std::{io::Write, path::Path, process::ExitCode};

use sklad_base::PersonId;
use sklad_party::{Bulk, Number, Policy, Said, Secret};

use crate::{failure::Failure, input, output};

/// Prints the card of each record; says on the side how many there are.
pub(crate) fn sort(file: &Path) -> Result<ExitCode, Failure> {
    let name = input::name(file);
    let (mut reader, columns) =
        input::table(file, ["id", "name", "email", "country", "tax", "kpp"])?;
    let [id, _, email, _, tax, _] = columns;
    if email.is_none() && tax.is_none() {
        return Err(Failure::reading(
            &name,
            "its first line names neither a column email nor a column tax",
        ));
    }
    let mut bulk = Bulk::new(Policy::new(Secret::new(0)));
    let (mut row, mut ids) = (csv::ByteRecord::new(), Vec::new());
    let mut said = Said::of(PersonId::new(0));
    while reader.read_byte_record(&mut row).map_err(|error| Failure::reading(&name, error))? {
        read(&row, columns, &mut said);
        bulk.add(&said);
        if let Some(id) = id {
            ids.push(row.get(id).unwrap_or_default().into());
        }
    }
    let deduped = bulk.finish();
    write(&deduped.card_of, &ids)?;
    let (records, cards) = (deduped.card_of.len(), deduped.cards);
    let (apart, shared) = (deduped.kept_apart.len(), deduped.shared.len());
    output::tell(&format!(
        "{records} records, {cards} cards; {shared} values are shared, {apart} joins were not made"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a row into words whose memory is used again.
fn read(row: &csv::ByteRecord, columns: [Option<usize>; 6], said: &mut Said) {
    let field = |column: Option<usize>| {
        let bytes = column.and_then(|column| row.get(column)).unwrap_or_default();
        // Bytes that are no text are no value.
        str::from_utf8(bytes).unwrap_or_default()
    };
    let [_, _, email, country, tax, kpp] = columns.map(field);
    let emails = || email.split(';');
    said.emails.resize_with(emails().count(), String::new);
    for (text, email) in emails().zip(&mut said.emails) {
        text.clone_into(email);
    }
    said.numbers.resize_with(1, Number::default);
    if let Some(number) = said.numbers.first_mut() {
        tax.clone_into(&mut number.text);
        country.clone_into(&mut number.country);
    }
    kpp.clone_into(&mut said.kpp);
}

fn write(cards: &[u32], ids: &[Box<[u8]>]) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(output::answers());
    writer.write_record([if ids.is_empty() { "record" } else { "id" }, "card"])?;
    let mut text = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        text.clear();
        write!(text, "{}", u64::from(*card) + 1)?;
        match ids.get(at) {
            Some(id) => writer.write_record([&**id, &text])?,
            None => writer.write_record([(at + 1).to_string().as_bytes(), &text])?,
        }
    }
    writer.flush()?;
    Ok(())
}
