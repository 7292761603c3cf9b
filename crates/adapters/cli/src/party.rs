//! `sklad party`: counterparties.

mod ids;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check tax numbers: reads the columns kind,value; prints kind,value,valid,normalised
    Ids {
        /// A CSV file; `-` reads standard input
        file: PathBuf,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Ids { file } => ids::check(&file),
        }
    }
}
