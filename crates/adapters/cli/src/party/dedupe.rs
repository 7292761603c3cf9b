//! `sklad party dedupe`: a card for each record.
use crate::failure::Failure;
use std::{path::Path, process::ExitCode};
pub(crate) fn sort(_file: &Path) -> Result<ExitCode, Failure> {
    Ok(ExitCode::SUCCESS)
}
