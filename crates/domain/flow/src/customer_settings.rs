//! What a shop chooses about its customers.

use std::collections::BTreeSet;

use sklad_party::{Branches, Doubles, Email, Fold, Mismatch, Phones, Policy, Rule, Secret};

/// What becomes of an order whose customer cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a choice of two")]
pub enum Undecided {
    /// No bill of it is closed until a person has said whose it is.
    #[default]
    Hold,
    /// It goes on under the card that is proposed, and is held only where none is.
    GoOn,
}

/// What a shop chooses about its customers: [`sklad_party::Policy`] without the secret, in the words that people write.
///
/// Choose `branches`, `fold` and `phones` before the first order: what was learned under other choices keeps its keys,
/// and equal values may have different ones then.
///
/// ```
/// use sklad_flow::{CustomerSettings, Undecided};
///
/// let settings = CustomerSettings { undecided: Undecided::GoOn, ..CustomerSettings::default() };
/// assert_eq!(settings.email_shared_above, 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct CustomerSettings {
    /// What becomes of an order whose customer cannot be told.
    pub undecided: Undecided,
    /// Which key decides.
    pub rule: Rule,
    /// What one card stands for.
    pub branches: Branches,
    /// Whether the addresses of one provider are folded.
    pub fold: Fold,
    /// What is done with a known e-mail under another tax number.
    pub mismatch: Mismatch,
    /// What is done with two cards that an order ties together.
    pub doubles: Doubles,
    /// What phones are good for; they are read with the feature `phones` only.
    pub phones: Phones,
    /// The region of phones that do not say theirs, two letters.
    pub region: String,
    /// Past so many distinct tax numbers an e-mail is shared; at most 63.
    pub email_shared_above: u8,
    /// Past so many distinct mail domains a tax number is shared; at most 63.
    pub tax_shared_above: u8,
    /// E-mails that stand for no e-mail, such as the one that a marketplace puts on every order.
    pub placeholders: BTreeSet<String>,
}

impl CustomerSettings {
    /// Returns what the register goes by, with the shop's secret.
    #[must_use]
    pub fn to_policy(&self, secret: Secret) -> Policy {
        let mut policy = Policy::new(secret);
        policy.rule = self.rule;
        policy.branches = self.branches;
        policy.fold = self.fold;
        policy.mismatch = self.mismatch;
        policy.doubles = self.doubles;
        policy.phones = self.phones;
        policy.region.clone_from(&self.region);
        policy.email_shared_above = self.email_shared_above;
        policy.tax_shared_above = self.tax_shared_above;
        for email in &self.placeholders {
            // What is none was refused as the settings were adopted.
            policy.add_placeholder(email).unwrap_or_default();
        }
        policy
    }

    /// Returns what of it cannot be: the setting, why, and what to do.
    pub(crate) fn contradictions(&self) -> Vec<(&'static str, String, &'static str)> {
        let limits = [
            ("customers.email_shared_above", self.email_shared_above),
            ("customers.tax_shared_above", self.tax_shared_above),
        ];
        let past = limits.into_iter().filter(|(_, limit)| *limit > MOST);
        let mut all: Vec<_> = past
            .map(|(setting, limit)| {
                (setting, format!("is {limit}, and no more than {MOST} are counted"), "lower it")
            })
            .collect();
        if self.phones == Phones::Key && !cfg!(feature = "phones") {
            let why = "makes phones keys, and this build reads none".to_owned();
            all.push((
                "customers.phones",
                why,
                "build it with the feature phones, or leave it out",
            ));
        }
        let wrong = self.placeholders.iter().filter(|it| Email::parse(it, self.fold).is_err());
        all.extend(wrong.map(|text| {
            let why = format!("names \"{text}\", which is no e-mail");
            ("customers.placeholders", why, "mend it, or leave it out")
        }));
        all
    }
}

impl Default for CustomerSettings {
    fn default() -> Self {
        Self {
            undecided: Undecided::default(),
            rule: Rule::default(),
            branches: Branches::default(),
            fold: Fold::default(),
            mismatch: Mismatch::default(),
            doubles: Doubles::default(),
            phones: Phones::default(),
            region: String::new(),
            email_shared_above: 2,
            tax_shared_above: 20,
            placeholders: BTreeSet::new(),
        }
    }
}

/// More are told apart by no guard.
const MOST: u8 = 63;
