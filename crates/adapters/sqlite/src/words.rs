//! What SQLite's errors mean to a person, and what to do.

use std::path::Path;

use rusqlite::{Error, ErrorCode};
use sklad_store::{Fault, ReadError};

/// Returns SQLite's code of an error, where it has one.
pub(crate) fn code(error: &Error) -> Option<ErrorCode> {
    error.sqlite_error_code()
}

/// Tells whether another connection held the file for longer than the patience lasts.
pub(crate) fn is_busy(error: &Error) -> bool {
    matches!(code(error), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Tells whether stored bytes are not what SQLite wrote.
pub(crate) fn is_damage(error: &Error) -> bool {
    matches!(code(error), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Returns the fault that an error is; `what` completes "cannot …".
pub(crate) fn fault(what: &str, path: &Path, error: Error) -> Fault {
    let path = path.display();
    let told = match code(&error) {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let words = "another process has held the file locked all the while; end that one, or try again";
            return Fault::retryable(format!("cannot {what} {path}: {words}")).because(error);
        }
        Some(ErrorCode::DiskFull) => {
            "the disk is full, or the file has reached its quota; make room, then try again"
                .to_owned()
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            format!("{error}; keep a copy of the file, then restore it from a backup")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            format!("{error}; give this process the right to the file and its folder")
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!("the disk failed ({error}); look at the disk and its room, then try again")
        }
        Some(_) | None => format!("SQLite says {error}; try again, or restore a backup"),
    };
    Fault::lasting(format!("cannot {what} {path}: {told}")).because(error)
}

/// Returns why records cannot be read: damaged, or the world failed.
pub(crate) fn unread(what: &str, path: &Path, error: Error) -> ReadError {
    if is_damage(&error) {
        let place = format!("on in {} ({what})", path.display());
        return ReadError::Damaged { place, why: error.to_string() };
    }
    fault(what, path, error).into()
}
