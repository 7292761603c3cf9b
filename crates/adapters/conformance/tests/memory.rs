//! The log in memory keeps the contract.

#![allow(clippy::panic, reason = "tests")]

mod with_gaps {
    sklad_conformance::laws!(sklad_conformance::InMemory::default());
}

mod dense {
    sklad_conformance::laws!(sklad_conformance::InMemory {
        step: 1,
        batch_bytes: 64 * 1024 * 1024
    });
}
