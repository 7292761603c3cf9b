//! What is wrong with a value that cannot be read or made.

use rust_decimal::Decimal;

use crate::{CommandId, Currency, Moment, Quantity, RecordNo, UnitCode};

/// Says why a text is not a value, or why two values do not go together.
///
/// ```
/// use sklad_base::Quantity;
///
/// let error = Quantity::parse("0.0000001").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "cannot read quantity \"0.0000001\": it has 7 decimals; round it to 6 in the sending system"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// The text is empty or blank.
    #[error("cannot read {what}: the text is empty; give at least one character")]
    Empty {
        /// What was being read.
        what: &'static str,
    },
    /// The text is longer than its kind allows.
    #[error("cannot read {what}: {length} bytes, at most {limit}; shorten it")]
    TooLong {
        /// What was being read.
        what: &'static str,
        /// How long it is, in bytes.
        length: usize,
        /// How long it may be, in bytes.
        limit: usize,
    },
    /// The text has a control character, which no person can see.
    #[error("cannot read {what} {text:?}: it has a control character; remove it")]
    ControlCharacter {
        /// What was being read.
        what: &'static str,
        /// The text as it came.
        text: String,
    },
    /// The text is not of the form that its kind has.
    #[error("cannot read {what} {text:?}: it is not {form}; fix it in the sending system")]
    Form {
        /// What was being read.
        what: &'static str,
        /// The text as it came, cut at 64 characters.
        text: String,
        /// The form that was expected.
        form: &'static str,
    },
    /// The number has more decimals than are kept.
    #[error(
        "cannot read {what} \"{value}\": it has {decimals} decimals; round it to {limit} in the sending system"
    )]
    TooFine {
        /// What was being read.
        what: &'static str,
        /// The number as it came.
        value: Decimal,
        /// Its decimals, zeros at the end left out.
        decimals: u32,
        /// How many are kept.
        limit: u32,
    },
    /// The number does not fit.
    #[error("cannot read {what} {text:?}: it is past {limit}; split it into several")]
    TooLarge {
        /// What was being read.
        what: &'static str,
        /// The number as it came.
        text: String,
        /// The largest that fits.
        limit: &'static str,
    },
    /// A sum of quantities does not fit.
    #[error("cannot add {left} and {right}: the sum is past {limit}; split it into several", limit = Quantity::MAX)]
    QuantityOverflow {
        /// One part.
        left: Quantity,
        /// The other part.
        right: Quantity,
    },
    /// An amount does not fit.
    #[error("cannot compute {what}: the amount is past {limit} {currency}; split it into several")]
    AmountOverflow {
        /// What was being computed.
        what: &'static str,
        /// Its currency.
        currency: Currency,
        /// The largest that fits.
        limit: &'static str,
    },
    /// Two amounts of different currencies.
    #[error("cannot add {left} and {right}: two currencies never add; convert one of them first")]
    CurrenciesDiffer {
        /// Currency of the one.
        left: Currency,
        /// Currency of the other.
        right: Currency,
    },
    /// An amount, and no part to split it over.
    #[error("cannot split {amount}: there is no part to take it; give at least one weight")]
    NoParts {
        /// The amount, in minor units.
        amount: i128,
    },
    /// A part weighs less than nothing.
    #[error("cannot split {amount}: weight {number} is {weight}; give weights of zero or more", number = index.saturating_add(1))]
    NegativeWeight {
        /// The amount, in minor units.
        amount: i128,
        /// Which weight, from 0.
        index: usize,
        /// The weight.
        weight: i128,
    },
    /// The caller's slice has another length than the weights.
    #[error(
        "cannot split {amount}: there are {weights} weights and room for {shares} shares; give as many shares as weights"
    )]
    SharesMissing {
        /// The amount, in minor units.
        amount: i128,
        /// How many weights there are.
        weights: usize,
        /// How many shares there is room for.
        shares: usize,
    },
    /// The numbers of a split do not fit.
    #[error(
        "cannot split {amount}: amount times weight is past 128 bits; divide all weights by the same number"
    )]
    SplitOverflow {
        /// The amount, in minor units.
        amount: i128,
    },
    /// An amount, and no unit to spread it over.
    #[error(
        "cannot split {amount} over {quantity} units: there is no unit to take it; give a quantity above zero"
    )]
    NoUnits {
        /// The amount, in minor units.
        amount: i128,
        /// The quantity.
        quantity: Quantity,
    },
    /// A ratio of units with a zero in it.
    #[error(
        "cannot take {base} base units in {units} for a ratio: both must be above zero; correct the item's units"
    )]
    ZeroRatio {
        /// How many base units.
        base: u64,
        /// In how many of the other unit.
        units: u64,
    },
    /// A quantity in another unit does not fit.
    #[error("cannot convert {quantity} by {times}/{over}: the quantity is past {limit}; split it into several", limit = Quantity::MAX)]
    ConversionOverflow {
        /// The quantity.
        quantity: Quantity,
        /// What it is multiplied by.
        times: u64,
        /// What it is divided by.
        over: u64,
    },
    /// The item has no such unit.
    #[error(
        "cannot convert {unit}: the item is kept in {base} and has no ratio for it; add the ratio to the item"
    )]
    UnitUnknown {
        /// The unit asked for.
        unit: UnitCode,
        /// The item's base unit.
        base: UnitCode,
    },
    /// The item has that unit already.
    #[error("cannot add unit {unit}: the item has it already; keep one ratio for each unit")]
    UnitTwice {
        /// The unit.
        unit: UnitCode,
    },
}

impl Invalid {
    /// Returns the fault of form, with the text cut to what a person can read.
    pub(crate) fn form(what: &'static str, text: &str, form: &'static str) -> Self {
        Self::Form { what, text: excerpt(text), form }
    }
}

/// Returns the first 64 characters: a broken feed may send megabytes.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(64).collect()
}

/// Why a command's id says no.
///
/// ```
/// use sklad_base::{CommandId, IdRefusal, Moment};
///
/// let id = CommandId::counted(Moment::parse("2026-03-02T10:00:00Z")?, 1);
/// let refusal = IdRefusal::TooLate { id, oldest: Moment::parse("2026-03-03T10:00:00Z")? };
/// assert!(refusal.to_string().contains("send it again under a new id"));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdRefusal {
    /// The same id came with other content.
    #[error(
        "cannot take command {id}: {record} has another one under this id; give each wish an id of its own"
    )]
    OtherContent {
        /// The id.
        id: CommandId,
        /// Where the first one is.
        record: RecordNo,
    },
    /// The id is older than what is remembered.
    #[error(
        "cannot take command {id}: its id is older than {oldest}, what came before is no longer remembered; look whether it was done, else send it again under a new id"
    )]
    TooLate {
        /// The id.
        id: CommandId,
        /// Ids from then on are remembered.
        oldest: Moment,
    },
    /// The id comes from the future.
    #[error(
        "cannot take command {id}: its id is of {made}, more than five minutes ahead of {moment}; set the sender's clock"
    )]
    TooEarly {
        /// The id.
        id: CommandId,
        /// When it says it was made.
        made: Moment,
        /// When it is judged.
        moment: Moment,
    },
}
