//! Why an order is whose it is: each value, what it is worth, where it leads, and the row of the table.

use std::fmt;

use crate::{CardId, Class, Policy, Register, Said, Sort, Verdict, machine::text_of, said};

/// Why an order is whose it is.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_party::{Policy, Register, Said, Secret};
///
/// let said = Said::of(PersonId::new(1)).email("ivan@romashka.ru");
/// let explanation = Register::new().explain(&said, &Policy::new(Secret::new(7)));
/// assert_eq!(
///     explanation.to_string(),
///     "e-mail ivan@romashka.ru: strong, on no card\n\
///      row 2, nothing matches: a new card, with what is strong"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Each value that was looked at.
    pub evidence: Vec<Evidence>,
    /// What follows.
    pub verdict: Verdict,
}

/// One value of an order: what it is worth and where it leads.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// What it is.
    pub sort: Sort,
    /// As it was written.
    pub text: String,
    /// What it is worth.
    pub class: Class,
    /// The cards that have it.
    pub cards: Vec<CardId>,
}

impl fmt::Debug for Evidence {
    /// Leaves the text out: debug texts end up in other people's logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Evidence({:?}, {}, {:?})", self.sort, self.class, self.cards)
    }
}

impl Register {
    /// Says why an order is whose it is; matching changes nothing, so it may be asked before and after.
    #[must_use]
    pub fn explain(&self, said: &Said, policy: &Policy) -> Explanation {
        let mut values = Vec::new();
        said::read(said, policy, &mut values);
        self.follow(&mut values);
        let verdict = self.judge(said, &mut values, policy);
        let evidence = values.iter().map(|value| Evidence {
            sort: value.sort,
            text: text_of(said, value).to_owned(),
            class: value.class,
            cards: value.key.map(|key| self.cards_of(key)).unwrap_or_default(),
        });
        Explanation { evidence: evidence.collect(), verdict }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Evidence { sort, text, class, cards } in &self.evidence {
            let text = if text.is_empty() { String::new() } else { format!(" {text}") };
            write!(f, "{sort}{text}: {class}")?;
            match (class, cards.as_slice()) {
                (Class::Absent | Class::Invalid | Class::Placeholder, _) => writeln!(f)?,
                (_, []) => writeln!(f, ", on no card")?,
                (_, cards) => {
                    let cards: Vec<String> = cards.iter().map(ToString::to_string).collect();
                    writeln!(f, ", on {}", cards.join(", "))?;
                }
            }
        }
        let Verdict { outcome, row, flags, .. } = &self.verdict;
        write!(f, "row {row}, {}: {}", reason(*row), words(*outcome))?;
        if self.verdict.new_contact {
            f.write_str(", with a new contact")?;
        }
        let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
        if flags.is_empty() { Ok(()) } else { write!(f, " [{}]", flags.join(", ")) }
    }
}

fn words(outcome: crate::Outcome) -> String {
    use crate::Outcome;
    match outcome {
        Outcome::Match(card) => format!("it is {card}'s"),
        Outcome::Create => "a new card, with what is strong".to_owned(),
        Outcome::Conflict(Some(proposal)) => format!("a person decides; proposed: {proposal}"),
        Outcome::Conflict(None) | Outcome::Review => "a person decides".to_owned(),
    }
}

/// Says what a row of the decision table is about, from 1 to 20.
///
/// ```
/// assert_eq!(sklad_party::reason(2), "nothing matches");
/// ```
#[must_use]
pub const fn reason(row: u8) -> &'static str {
    match row {
        1 => "nothing to look up by",
        2 => "nothing matches",
        3 => "the e-mail is known",
        4 => "the e-mail is known, the tax number is new to its card",
        5 => "the e-mail's card has another tax number, which stays",
        6 => "both lead to one card",
        7 => "the tax number is known",
        8 => "two cards, one without a tax number: likely a double",
        9 => "two cards with different tax numbers: one person buys for two firms",
        10 => "two cards that were parted",
        11 => "the e-mails lead to several cards",
        12 => "the tax number breaks the tie between several cards",
        13 => "the e-mails lead to several cards, the tax number to another",
        14 => "branches or several tax numbers",
        15 => "only the tax number counts, the e-mail is shared",
        16 => "the tax number is new, the e-mail is shared",
        17 => "all that is said is shared",
        18 => "the e-mail is known, the tax number cannot be used",
        _ => "the tax number has a mistake in it",
    }
}
