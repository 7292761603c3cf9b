//! Where answers and complaints go.

use std::io::{self, BufWriter, StdoutLock, Write};

/// Answers: written in large pieces.
pub(crate) fn answers() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Says something to the person at the keyboard.
pub(crate) fn tell(words: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{words}")
}
