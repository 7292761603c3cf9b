//! Phone numbers to E.164, as libphonenumber reads them.

use std::fmt;

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, Region};

use crate::invalid::Invalid;

/// A phone number in E.164: a plus, the country, the number.
///
/// Source: ITU-T E.164 by the library `rlibphonenumber`, which carries the tables of Google's libphonenumber.
///
/// ```
/// use sklad_party::Phone;
///
/// let phone = Phone::parse("8 (916) 123-45-67", "RU")?;
/// assert_eq!(phone.as_str(), "+79161234567");
/// assert!(Phone::parse("123", "RU").is_err());
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(Box<str>);

impl Phone {
    /// Reads a number; one without its country is read as one of that region, two letters.
    ///
    /// # Errors
    /// [`Invalid`] when it is empty, too long or no number of its country.
    pub fn parse(text: &str, region: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty { what: WHAT });
        }
        if text.len() > LONGEST {
            return Err(Invalid::Length { what: WHAT });
        }
        let region = region.parse::<Region>().ok();
        let number =
            PhoneNumber::parse(text, region).map_err(|_| Invalid::Character { what: WHAT })?;
        if !number.is_valid() {
            return Err(Invalid::Part { what: WHAT });
        }
        Ok(Self(number.format_as(PhoneNumberFormat::E164).into()))
    }

    /// Returns it as E.164 writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

const WHAT: &str = "phone";
/// libphonenumber reads no further than 250 characters.
const LONGEST: usize = 250;
