//! How a replayed shop works.

use sklad::prelude::*;

/// What a history does not say: how long people take, and what the shop does with goods that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that programs build")]
pub struct Setting {
    /// Seconds from placing to review (client order, open bill, transfer; a closed bill has no reviewer).
    pub review: i64,
    /// Seconds from review to the close of the bill (client order, open bill).
    pub close: i64,
    /// Seconds from the close (closed bill: from placing; transfer: from review) until the goods are sent.
    pub send: i64,
    /// Seconds until goods of an order that was found false on the road are back.
    pub home: i64,
    /// What becomes of goods that should be taken and are not there.
    pub shortage: Shortage,
    /// When goods are promised in the two ways that take them late.
    pub reserve: Reserve,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            review: 4 * HOUR,
            close: 2 * HOUR,
            send: 20 * HOUR,
            home: 3 * 24 * HOUR,
            shortage: Shortage::CancelRest,
            reserve: Reserve::ByHand,
        }
    }
}

impl Setting {
    /// Returns the four ways under this setting, in the order of the source.
    #[must_use]
    pub const fn ways(&self) -> [Way; 4] {
        [
            Way::ClientOrder(self.reserve),
            Way::OpenBill(self.reserve),
            Way::ClosedBill,
            Way::Transfer,
        ]
    }
}

/// Reads a span such as `90s`, `30m`, `4h` or `2d`, in seconds.
///
/// ```
/// use sklad_examples::replay::parse_span;
///
/// assert_eq!(parse_span("4h"), Ok(14_400));
/// assert!(parse_span("soon").is_err());
/// ```
///
/// # Errors
/// A text for people when it is no such span, or longer than a hundred years.
pub fn parse_span(text: &str) -> Result<i64, String> {
    let invalid = || format!("\"{text}\" is no span of time; write 90s, 30m, 4h or 2d");
    let (number, seconds) = text
        .char_indices()
        .last()
        .and_then(|(at, unit)| Some((&text[..at], seconds_of(unit)?)))
        .ok_or_else(invalid)?;
    let number: u32 = number.parse().map_err(|_| invalid())?;
    let span = i64::from(number) * seconds;
    if span > 100 * 365 * 24 * HOUR { Err(invalid()) } else { Ok(span) }
}

const fn seconds_of(unit: char) -> Option<i64> {
    match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(HOUR),
        'd' => Some(24 * HOUR),
        _ => None,
    }
}

const HOUR: i64 = 3_600;
