//! Short texts that name what a scheme is made of.

#[cfg(doc)]
use sklad_base::Invalid;
use sklad_base::code;

code!(
    "sklad_stage",
    /// Names a stage that an order passes (S1).
    StageId, "stage", "picking"
);
code!(
    "sklad_stage",
    /// Names a transition beside the route: back to picking, cancel.
    TransitionId, "transition", "cancel"
);
code!(
    "sklad_stage",
    /// Names a role that answers for stages (S4): manager, picker, courier.
    Role, "role", "picker"
);
code!(
    "sklad_stage",
    /// Names a person, as the envelope's [`Actor`](sklad_base::Actor) does.
    Person, "person", "maria"
);
code!(
    "sklad_stage",
    /// Names a calendar of working hours.
    CalendarId, "calendar", "shop"
);
code!(
    "sklad_stage",
    /// Names a scheme.
    SchemeName, "scheme", "nine stages"
);
code!(
    "sklad_stage",
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
