//! Short texts that name things: items, places, channels, orders.

use std::sync::Arc;

use crate::Invalid;

/// Defines one kind of short text: trimmed, not empty, without control characters, at most 64 bytes. The first word is
/// the crate that it stands in, for its example; the others are its name, what messages call it, and a sample.
///
/// ```
/// sklad_base::code!("sklad_base", /** Names a shelf. */ Shelf, "shelf", "A-3");
///
/// assert_eq!(Shelf::parse(" A-3 ")?.as_str(), "A-3");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[macro_export]
macro_rules! code {
    ($krate:literal, $(#[$doc:meta])* $name:ident, $what:literal, $sample:literal) => {
        $(#[$doc])*
        ///
        /// Shape: 1 to 64 bytes of text without control characters; blanks around it are dropped. The limit is
        /// ours: it is past what Barsy, 1C and Comarch write (50, 25 and 40). Case counts.
        ///
        /// ```
        #[doc = concat!("use ", $krate, "::", stringify!($name), ";")]
        ///
        #[doc = concat!("let code = ", stringify!($name), "::parse(\" ", $sample, " \")?;")]
        #[doc = concat!("assert_eq!(code.as_str(), \"", $sample, "\");")]
        #[doc = concat!("assert!(", stringify!($name), "::parse(\"\").is_err());")]
        /// # Ok::<(), sklad_base::Invalid>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(::std::sync::Arc<str>);

        impl $name {
            /// Reads the text.
            ///
            /// # Errors
            /// [`Invalid`] when nothing but blanks is there, when it is longer than 64 bytes, or when it has a
            /// control character. Mend the text where it comes from.
            pub fn parse(text: &str) -> Result<Self, $crate::Invalid> {
                $crate::parse_code($what, text).map(Self)
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(text: &str) -> Result<Self, $crate::Invalid> {
                Self::parse(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0)
            }
        }
    };
}

code!(
    "sklad_base",
    /// Names an item, as the shop and its price lists do (stock keeping unit).
    Sku, "sku", "A-100"
);
code!(
    "sklad_base",
    /// Names a place where goods lie: a warehouse, a shop floor, a shelf for sending.
    PlaceCode, "place", "MAIN"
);
code!(
    "sklad_base",
    /// Names an outlet: a set of places with a business day of its own (B8).
    OutletCode, "outlet", "WEB"
);
code!(
    "sklad_base",
    /// Names the way an order came in: site, marketplace, shop floor, wholesale (F1).
    Channel, "channel", "site"
);
code!(
    "sklad_base",
    /// Names an order in its channel; the same number from the same channel is the same order.
    OrderNumber, "order number", "1001"
);
code!(
    "sklad_base",
    /// Names a unit of measure, as the item's card does: pieces, boxes, kilograms.
    UnitCode, "unit", "pcs"
);

code!(
    "sklad_base",
    /// Names a way to pay: card, cash, transfer.
    PaymentWay, "payment way", "card"
);
code!(
    "sklad_base",
    /// Names a way to deliver: courier, post, pick-up.
    DeliveryWay, "delivery way", "courier"
);

code!(
    "sklad_base",
    /// Names a price list: which items at which prices, for whom (G3).
    PriceListCode, "price list", "WHOLESALE"
);
code!(
    "sklad_base",
    /// Names a region that deliveries are offered to.
    Region, "region", "Sofia"
);
code!(
    "sklad_base",
    /// Names why goods will not come or an order was dropped: one of the shop's own list, nothing about anybody.
    ReasonCode, "reason", "not paid in time"
);
code!(
    "sklad_base",
    /// Names what somebody may do; the shop's settings say which command needs which.
    Right, "right", "close bills"
);

/// Reads a short text, as every [`code!`](crate::code!) does: `what` is its kind, for the message.
///
/// # Errors
/// [`Invalid`] when nothing but blanks is there, when it is longer than 64 bytes, or has a control character.
pub fn parse_code(what: &'static str, text: &str) -> Result<Arc<str>, Invalid> {
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
