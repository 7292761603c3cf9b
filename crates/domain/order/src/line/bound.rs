//! How the road of units ends.

/// Where units come home to, or that they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new one must break every reader"
)]
pub enum Bound {
    /// They were not accepted or not found, and are here again.
    CameBack,
    /// They were accepted first, and are here again.
    Returned,
    /// They will never arrive anywhere.
    WrittenOff,
}

impl Bound {
    /// Returns the word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::CameBack => "came back",
            Self::Returned => "returned",
            Self::WrittenOff => "written off",
        }
    }
}
