//! Short texts that name what a scheme is made of.

use std::{fmt, str::FromStr, sync::Arc};

use sklad_base::Invalid;

/// Defines one kind of name: trimmed, not empty, without control characters, at most 64 bytes.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $sample:literal) => {
        $(#[$doc])*
        ///
        /// Shape: 1 to 64 bytes of text without control characters, as all codes of the base have. Case counts.
        ///
        /// ```
        #[doc = concat!("use sklad_stage::", stringify!($name), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($name), "::parse(\" ", $sample, " \")?.as_str(), \"", $sample, "\");")]
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

name!(
    /// Names a stage that an order passes (S1).
    StageId, "stage", "picking"
);
name!(
    /// Names a transition beside the route: back to picking, cancel.
    TransitionId, "transition", "cancel"
);
name!(
    /// Names a role that answers for stages (S4): manager, picker, courier.
    Role, "role", "picker"
);
name!(
    /// Names a person, as the envelope's [`Actor`](sklad_base::Actor) does.
    Person, "person", "maria"
);
name!(
    /// Names a calendar of working hours.
    CalendarId, "calendar", "shop"
);
name!(
    /// Names a scheme.
    SchemeName, "scheme", "nine stages"
);
name!(
    /// Names a language that titles are written in, as BCP 47 does.
    Language, "language", "bg"
);

impl SchemeName {
    /// Returns a name to go on with where none could be read; the reader has named the mistake.
    pub(crate) fn unnamed() -> Self {
        Self("unnamed".into())
    }
}

impl StageId {
    /// Returns a name to go on with where none could be read; the reader has named the mistake.
    #[cfg(any(feature = "json", feature = "toml"))]
    pub(crate) fn unnamed(place: &str) -> Self {
        Self(place.into())
    }
}

#[cfg(any(feature = "json", feature = "toml"))]
impl TransitionId {
    /// Returns a name to go on with where none could be read; the reader has named the mistake.
    pub(crate) fn unnamed(place: &str) -> Self {
        Self(place.into())
    }
}

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
