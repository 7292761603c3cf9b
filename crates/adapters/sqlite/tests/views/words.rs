//! Words that are gone from the shop are gone from the file.
