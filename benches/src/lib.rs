//! One question a file in `benches`, each with its baseline in the same run.
