//! What can go wrong with a file or a pipe.

use std::{fmt, io};

/// Why the program could not do its work; it then ends with code 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Who reads our output wants no more: no failure to speak of.
    PipeClosed,
    /// Anything else, in words.
    Said(String),
}

impl Failure {
    /// Says that a file could not be read, and what to do.
    pub(crate) fn reading(name: &str, why: impl fmt::Display) -> Self {
        Self::Said(format!("cannot read {name}: {why}; look at the name and at what is in it"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PipeClosed => f.write_str("the pipe is closed"),
            Self::Said(words) => f.write_str(words),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::PipeClosed;
        }
        Self::Said(format!("cannot write the answer: {error}; look at where it goes"))
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        if error.is_io_error()
            && let csv::ErrorKind::Io(error) = error.into_kind()
        {
            return error.into();
        }
        Self::Said(
            "cannot write the answer: a row has another width than the first; report it".into(),
        )
    }
}
