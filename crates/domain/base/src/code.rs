//! Short texts that name things: items, places, channels, orders.

use std::{fmt, str::FromStr, sync::Arc};

use crate::Invalid;

/// Defines one kind of short text: trimmed, not empty, without control characters, at most 64 bytes.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $what:literal, $sample:literal) => {
        $(#[$doc])*
        ///
        /// Shape: 1 to 64 bytes of text without control characters; blanks around it are dropped. The limit is
        /// ours: it is past what Barsy, 1C and Comarch write (50, 25 and 40). Case counts.
        ///
        /// ```
        #[doc = concat!("use sklad_base::", stringify!($name), ";")]
        ///
        #[doc = concat!("let code = ", stringify!($name), "::parse(\" ", $sample, " \")?;")]
        #[doc = concat!("assert_eq!(code.as_str(), \"", $sample, "\");")]
        #[doc = concat!("assert!(", stringify!($name), "::parse(\"\").is_err());")]
        /// # Ok::<(), sklad_base::Invalid>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads the text.
            ///
            /// # Errors
            /// [`Invalid`] when nothing but blanks is there, when it is longer than 64 bytes, or when it has a
            /// control character. Mend the text where it comes from.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                parse($what, text).map(Self)
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0)
            }
        }
    };
}

code!(
    /// Names an item, as the shop and its price lists do (stock keeping unit).
    Sku, "sku", "A-100"
);
code!(
    /// Names a place where goods lie: a warehouse, a shop floor, a shelf for sending.
    PlaceCode, "place", "MAIN"
);
code!(
    /// Names an outlet: a set of places with a business day of its own (B8).
    OutletCode, "outlet", "WEB"
);
code!(
    /// Names the way an order came in: site, marketplace, shop floor, wholesale (F1).
    Channel, "channel", "site"
);
code!(
    /// Names an order in its channel; the same number from the same channel is the same order.
    OrderNumber, "order number", "1001"
);
code!(
    /// Names a unit of measure, as the item's card does: pieces, boxes, kilograms.
    UnitCode, "unit", "pcs"
);

code!(
    /// Names a way to pay: card, cash, transfer.
    PaymentWay, "payment way", "card"
);
code!(
    /// Names a way to deliver: courier, post, pick-up.
    DeliveryWay, "delivery way", "courier"
);

code!(
    /// Names a price list: which items at which prices, for whom (G3).
    PriceListCode, "price list", "WHOLESALE"
);
code!(
    /// Names a region that deliveries are offered to.
    Region, "region", "Sofia"
);
code!(
    /// Names why goods will not come or an order was dropped: one of the shop's own list, nothing about anybody.
    ReasonCode, "reason", "not paid in time"
);
code!(
    /// Names what somebody may do; the shop's settings say which command needs which.
    Right, "right", "close bills"
);

fn parse(what: &'static str, text: &str) -> Result<Arc<str>, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Empty { what });
    }
    if text.len() > LIMIT {
        return Err(Invalid::TooLong { what, length: text.len(), limit: LIMIT });
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::ControlCharacter { what, text: text.to_owned() });
    }
    Ok(text.into())
}

const LIMIT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_between_blanks() {
        assert_eq!(Sku::parse("  A 100\t").unwrap().as_str(), "A 100");
    }

    #[test]
    fn refuses_nothing_and_says_so() {
        assert_eq!(
            PlaceCode::parse(" \n").unwrap_err().to_string(),
            "cannot read place: the text is empty; give at least one character"
        );
    }

    #[test]
    fn refuses_what_no_person_can_see() {
        assert!(matches!(Sku::parse("A\u{0}1"), Err(Invalid::ControlCharacter { .. })));
    }

    #[test]
    fn refuses_megabytes() {
        let error = Sku::parse(&"x".repeat(10_000_000)).unwrap_err();
        assert!(error.to_string().len() < 100, "the message stays short: {error}");
    }
}
