//! The program `sklad`: one command for each noun, one module for each command.

mod failure;
mod input;
mod output;
mod party;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Tries the parts of sklad on files of your own.
#[derive(Debug, Parser)]
#[command(name = "sklad", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    noun: Noun,
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// Counterparties: tax numbers, matching, finding doubles
    #[command(subcommand, arg_required_else_help = true)]
    Party(party::Command),
}

fn main() -> ExitCode {
    let Noun::Party(command) = Arguments::parse().noun;
    match command.run() {
        Ok(code) => code,
        Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to be done where even this cannot be written.
            let _told = output::tell(&format!("sklad: {failure}"));
            ExitCode::from(2)
        }
    }
}
