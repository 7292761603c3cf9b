//! `sklad party`: counterparties.

mod cases;
mod dedupe;
mod ids;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Match orders against cards and compare with what a file expects
    #[command(after_help = "Ends with code 1 where a case fails.")]
    Match {
        /// A JSON file: settings, base cards, orders with options and the outcome that is expected; `-` reads standard input
        #[arg(long, value_name = "FILE")]
        cases: PathBuf,
    },
    /// Check tax numbers: reads the columns kind,value; prints kind,value,valid,normalised
    Ids {
        /// A CSV file; `-` reads standard input
        file: PathBuf,
    },
    /// Find doubles in a base: prints record,card for each record, both counted from 1
    #[command(
        after_help = "Columns, in any order and each of them optional but one of email and tax: id, name, email, \
                            country, tax, kpp. Several e-mails of one record stand in one field, with ; between them. \
                            A tax number without a country is no key; EU is the country of VAT numbers."
    )]
    Dedupe {
        /// A CSV file; `-` reads standard input
        file: PathBuf,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Match { cases } => cases::compare(&cases),
            Self::Ids { file } => ids::check(&file),
            Self::Dedupe { file } => dedupe::sort(&file),
        }
    }
}
