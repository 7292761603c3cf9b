//! Where a keeper under test works: alone, or in a crew.

use std::sync::LazyLock;

use sklad_store::{Crew, Keeper, Keys, Log, OpenError, Pending, Setup};

use super::guests::Guests;

/// Opens a keeper on a thread of its own, or in a crew where these promises stand in the file that asks for that.
pub(crate) fn open_anywhere<L: Log>(
    log: L,
    keys: impl Keys,
    setup: Setup<Guests>,
) -> Pending<Keeper<Guests>, OpenError> {
    static CREW: LazyLock<Crew> = LazyLock::new(|| Crew::new(3).unwrap());
    if module_path!().contains("::in_a_crew") {
        return Keeper::open_on(&CREW, log, keys, setup);
    }
    Keeper::open(log, keys, setup)
}
