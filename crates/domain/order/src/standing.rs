//! What is thought of an order: nothing yet, that it is genuine, or why it is not wanted.

use std::fmt;

use crate::Reason;

/// What is thought of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "four answers to one question; a fifth must break every reader"
)]
pub enum Standing {
    /// Nobody has looked at it yet.
    Placed,
    /// It is genuine.
    Confirmed,
    /// Nobody meant it.
    False {
        /// How that was found.
        reason: Reason,
    },
    /// It is wanted no more.
    Cancelled {
        /// Why.
        reason: Reason,
    },
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Placed => f.write_str("placed"),
            Self::Confirmed => f.write_str("confirmed"),
            Self::False { reason } => write!(f, "false {}", reason.remark()),
            Self::Cancelled { reason } => write!(f, "cancelled {}", reason.remark()),
        }
    }
}
