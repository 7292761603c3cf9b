//! Currencies of ISO 4217.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use crate::Invalid;

/// A currency of ISO 4217, by its three letters.
///
/// ```
/// use sklad_base::Currency;
///
/// assert_eq!(Currency::parse("BGN")?.decimals(), 2);
/// assert_eq!(Currency::parse("JPY")?.decimals(), 0);
/// assert!(Currency::parse("XYZ").is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency {
    letters: [u8; 3],
    /// Follows from the letters; kept beside them because every amount asks for it.
    decimals: Decimals,
}

/// How many decimals there are. An enum leaves bytes unused, in which an amount that is not there stands: an
/// `Option` of an amount takes no more room than the amount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Decimals {
    None = 0,
    Two = 2,
    Three = 3,
    Four = 4,
}

impl Decimals {
    const fn count(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }
}

impl Hash for Currency {
    /// Digests of commands stand in logs: they go by the number of decimals, however it is held.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.letters.hash(state);
        self.decimals.count().hash(state);
    }
}

impl Currency {
    /// Reads the three capital letters of a currency that is in use.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is no such code.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid::form("currency", text, FORM);
        let letters: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| invalid())?;
        Self::listed(letters).ok_or_else(invalid)
    }

    /// Reads three letters.
    #[cfg(feature = "serde")]
    pub(crate) fn from_letters(letters: [u8; 3]) -> Result<Self, Invalid> {
        Self::listed(letters)
            .ok_or_else(|| Invalid::form("currency", &String::from_utf8_lossy(&letters), FORM))
    }

    /// Returns the three letters, as bytes.
    #[cfg(feature = "serde")]
    pub(crate) const fn letters(self) -> [u8; 3] {
        self.letters
    }

    /// Looks the letters up; each group is sorted, since a log holds millions of amounts.
    fn listed(letters: [u8; 3]) -> Option<Self> {
        let group = ALL.iter().find(|(_, codes)| {
            let (codes, last) = codes.as_bytes().as_chunks::<4>();
            let found =
                codes.binary_search_by(|[one, two, three, _]| [*one, *two, *three].cmp(&letters));
            found.is_ok() || last == letters
        });
        group.map(|(decimals, _)| Self { letters, decimals: *decimals })
    }

    /// Returns the three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.letters).unwrap_or_default()
    }

    /// Returns how many decimals an amount has: the currency's minor unit.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.decimals.count().into()
    }
}

impl FromStr for Currency {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

const FORM: &str = "a code of ISO 4217, such as EUR";

/// Codes by the decimals of their minor unit (ISO 4217:2015, list one, without funds and metals).
const ALL: [(Decimals, &str); 4] = [
    (
        Decimals::Two,
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
         CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
         IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
         MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
         SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG \
         YER ZAR ZMW ZWG",
    ),
    (Decimals::None, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
    (Decimals::Three, "BHD IQD JOD KWD LYD OMR TND"),
    (Decimals::Four, "CLF UYW"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_minor_unit() {
        let decimals = |code| Currency::parse(code).unwrap().decimals();
        assert_eq!(["PLN", "RUB", "KRW", "KWD", "CLF"].map(decimals), [2, 2, 0, 3, 4]);
    }

    #[test]
    fn every_code_of_the_list_is_found() {
        for (decimals, codes) in ALL {
            assert!(codes.split(' ').is_sorted(), "{codes}");
            for code in codes.split(' ') {
                assert_eq!(
                    Currency::parse(code).unwrap().decimals(),
                    u32::from(decimals.count()),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for text in ["", "eur", "EU", "EURO", "E R", "€", "AED AFN"] {
            assert!(Currency::parse(text).is_err(), "{text:?} was taken for a currency");
        }
    }
}
