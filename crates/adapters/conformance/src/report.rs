//! All laws at once.

use std::fmt;

use crate::{Breach, Harness, Proof, laws};

/// One law, by its name.
///
/// ```
/// use sklad_conformance::{InMemory, all};
///
/// let names: Vec<_> = all::<InMemory>().iter().map(|law| law.name).collect();
/// assert!(names.contains(&"the_expected_position_is_the_fence"));
/// ```
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a name and a function")]
pub struct Law<H> {
    /// What it says.
    pub name: &'static str,
    /// Tries it on fresh logs.
    pub prove: fn(&H) -> Result<Proof, Breach>,
}

/// What the laws found.
///
/// ```
/// use sklad_conformance::{InMemory, prove_all};
///
/// let report = prove_all(&InMemory::default());
/// assert!(report.to_string().contains("holds       positions_grow"));
/// ```
#[derive(Debug)]
pub struct Report {
    findings: Vec<(&'static str, Result<Proof, Breach>)>,
}

impl Report {
    /// Tells whether no law was broken.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.broken().next().is_none()
    }

    /// Returns each broken law with its breach.
    pub fn broken(&self) -> impl Iterator<Item = (&'static str, &Breach)> {
        self.findings.iter().filter_map(|(law, found)| Some((*law, found.as_ref().err()?)))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (law, found) in &self.findings {
            match found {
                Ok(Proof::Holds) => writeln!(f, "holds       {law}")?,
                Ok(Proof::NotTried(why)) => writeln!(f, "not tried   {law}: {why}")?,
                Err(breach) => writeln!(f, "BROKEN      {law}: {breach}")?,
            }
        }
        Ok(())
    }
}

/// Tries every law, each on fresh logs.
///
/// ```
/// use sklad_conformance::{InMemory, prove_all};
///
/// assert!(prove_all(&InMemory::default()).is_sound());
/// ```
pub fn prove_all<H: Harness>(harness: &H) -> Report {
    let prove = |law: Law<H>| (law.name, (law.prove)(harness));
    Report { findings: all().into_iter().map(prove).collect() }
}

/// Returns every law.
///
/// ```
/// use sklad_conformance::{InMemory, all};
///
/// assert!(all::<InMemory>().len() > 20);
/// ```
#[must_use]
pub fn all<H: Harness>() -> Vec<Law<H>> {
    crate::laws!(@named list)
}

/// Makes one test of each law, for a harness. Tests run beside each other: the harness makes a log for each.
///
/// ```
/// sklad_conformance::laws!(sklad_conformance::InMemory::default());
/// ```
#[macro_export]
macro_rules! laws {
    (@named $made:ident $($harness:expr)?) => {
        $crate::laws! { @$made ($($harness)?)
            an_empty_log_is_empty
            positions_grow
            the_expected_position_is_the_fence
            a_conflict_writes_nothing
            a_repeated_batch_gets_its_first_receipt
            a_key_with_other_bytes_is_rejected
            a_number_out_of_order_is_rejected
            a_batch_weighs_at_most_its_limit
            reading_gives_every_record_in_order
            bytes_come_back_unchanged
            records_are_found_by_number
            a_reader_is_never_stale
            waiting_ends_with_a_write
            waiting_lasts_until_a_write
            a_follower_misses_nothing
            the_newest_snapshot_is_found
            two_snapshots_are_kept
            of_two_writers_one_wins
            parallel_writers_lose_nothing
            survives_a_kill
            sealed_records_stay_readable
            archives_name_each_other
            sealing_changes_no_receipt
            a_foundation_stands_for_its_records
            a_wrong_foundation_seals_nothing
            a_lost_archive_is_named
        }
    };
    (@list () $($law:ident)+) => {
        vec![$(Law { name: stringify!($law), prove: laws::$law::<H> },)+]
    };
    (@tests ($harness:expr) $($law:ident)+) => {
        $(#[test]
        fn $law() {
            if let Err(breach) = $crate::laws::$law(&$harness) {
                panic!("cannot trust this log: {}: {breach}", stringify!($law));
            }
        })+
    };
    ($harness:expr) => {
        $crate::laws!(@named tests $harness);
    };
}
