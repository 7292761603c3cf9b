//! Schemes to begin with: data that users copy and change.

/// A scheme that comes with the crate, as the text of its data file.
///
/// ```
/// use sklad_stage::Preset;
///
/// assert_eq!(Preset::ALL.len(), 4);
/// assert!(Preset::NINE_STAGES.toml.contains("Комплектация"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preset {
    /// Its name, as that of its files.
    pub name: &'static str,
    /// It in TOML.
    pub toml: &'static str,
    /// The same in JSON.
    pub json: &'static str,
}

macro_rules! preset {
    ($name:literal) => {
        Preset {
            name: $name,
            toml: include_str!(concat!("../presets/", $name, ".toml")),
            json: include_str!(concat!("../presets/", $name, ".json")),
        }
    };
}

impl Preset {
    /// The usual nine stages of a shop (S1, S2), titles in English and Russian.
    pub const NINE_STAGES: Self = preset!("nine_stages");
    /// A Comarch shop's confirmations (C2, C5, C6, C8), titles in English and Polish.
    pub const COMARCH: Self = preset!("comarch");
    /// Goodwix with 1C (G4, G10), titles in English and Russian.
    pub const GOODWIX: Self = preset!("goodwix");
    /// A client order in Barsy (B1-B6), titles in English and Bulgarian.
    pub const BARSY: Self = preset!("barsy");
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NINE_STAGES, Self::COMARCH, Self::GOODWIX, Self::BARSY];

    /// Reads it.
    ///
    /// # Errors
    /// Never, but for a changed text: the crate's own are proved by its tests.
    #[cfg(feature = "toml")]
    pub fn scheme(self) -> Result<crate::Scheme, crate::Flaws> {
        crate::Scheme::from_toml(self.toml)
    }
}
