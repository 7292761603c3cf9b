//! What a shop chooses beside the way.

/// The choices that hold for all four ways.
///
/// ```
/// use sklad_scenario::{Policy, Shortage};
///
/// let policy = Policy { at_close: Shortage::CancelRest, ..Policy::default() };
/// assert_eq!(policy.at_placing, Shortage::Wait);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Policy {
    /// When goods are taken as the order comes (closed bill, transfer) and too few are there.
    pub at_placing: Shortage,
    /// When a bill is closed and too few are there.
    pub at_close: Shortage,
    /// When units should be sent that no closed bill covers.
    pub sending: Sending,
}

impl Default for Policy {
    fn default() -> Self {
        Self { at_placing: Shortage::Wait, at_close: Shortage::Refuse, sending: Sending::BillFirst }
    }
}

/// What becomes of goods that should be taken and are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a new answer must break every reader")]
pub enum Shortage {
    /// The whole is refused, naming what is short.
    Refuse,
    /// What is there is taken; the rest waits.
    Wait,
    /// What is there is taken; the rest is cancelled.
    CancelRest,
    /// Lines that are whole are taken; the others are cancelled.
    CancelLines,
    /// All is taken, where the place allows negative stock; else refused.
    GoNegative,
}

/// What happens when units should be sent that no closed bill covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "two answers to one question; a third must break every reader"
)]
pub enum Sending {
    /// They are billed first.
    BillFirst,
    /// It is refused.
    Refuse,
}
