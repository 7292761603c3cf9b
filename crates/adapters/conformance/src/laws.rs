//! Every sentence of the log contract, as a function that tries it on fresh logs.
//!
//! Each answers a [`Proof`], or the [`Breach`] that it found. Waiting ends with the
//! harness's [`patience`](crate::Harness::patience): a log that never tells breaks a law, and does not hang it.

mod appending;
mod following;
mod lasting;
mod racing;
mod reading;
mod sealing;
mod snapshots;

#[cfg(doc)]
use crate::{Breach, Proof};

pub use appending::{
    a_batch_weighs_at_most_its_limit, a_conflict_writes_nothing,
    a_key_with_other_bytes_is_rejected, a_number_out_of_order_is_rejected,
    a_repeated_batch_gets_its_first_receipt, an_empty_log_is_empty, positions_grow,
    the_expected_position_is_the_fence,
};
pub use following::{
    a_follower_misses_nothing, waiting_ends_with_a_write, waiting_lasts_until_a_write,
};
pub use lasting::survives_a_kill;
pub use racing::{of_two_writers_one_wins, parallel_writers_lose_nothing};
pub use reading::{
    a_reader_is_never_stale, bytes_come_back_unchanged, reading_gives_every_record_in_order,
    records_are_found_by_number,
};
pub use sealing::{
    a_foundation_stands_for_its_records, a_lost_archive_is_named, a_wrong_foundation_seals_nothing,
    archives_name_each_other, sealed_records_stay_readable, sealing_changes_no_receipt,
};
pub use snapshots::{the_newest_snapshot_is_found, two_snapshots_are_kept};
