//! A scheme from text: first a tree without types, then everything that is wrong at once.

use crate::{Draft, Flaw, Flaws, Scheme, check, flaw::Lines};

mod draft;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "toml")]
mod toml;
mod tree;

impl Scheme {
    /// Reads a scheme from TOML and proves it.
    ///
    /// # Errors
    /// [`Flaws`]: a mistake of syntax alone; otherwise all that is wrong, each with its place and line.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Flaws> {
        read(toml::tree(text))
    }

    /// Reads a scheme from JSON and proves it.
    ///
    /// # Errors
    /// [`Flaws`]: a mistake of syntax alone; otherwise all that is wrong, each with its place and line.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, Flaws> {
        read(json::tree(text))
    }
}

fn read(tree: Result<tree::Node, Vec<Flaw>>) -> Result<Scheme, Flaws> {
    let (draft, flaws, lines): (Draft, Vec<Flaw>, Lines) = match tree {
        Ok(tree) => draft::read(&tree),
        Err(flaws) => {
            let nothing = crate::Mistake::Nothing { what: "scheme" };
            let flaws = Flaws::from_all(flaws, &Lines::default());
            return Err(flaws.unwrap_or_else(|| Flaws::from(nothing)));
        }
    };
    check::check(draft, flaws, &lines)
}
