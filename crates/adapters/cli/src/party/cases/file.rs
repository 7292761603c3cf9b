//! The shape of a cases file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// Settings, base cards and the orders to match.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    #[serde(default)]
    pub(super) settings: Settings,
    #[serde(default)]
    pub(super) base: Vec<Card>,
    /// Cards that join the base where branches are kept apart.
    #[serde(default, rename = "branch_cards_for_InnKpp")]
    pub(super) branches: Vec<Card>,
    pub(super) cases: Vec<Case>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Settings {
    #[serde(default)]
    pub(super) placeholder_emails: Vec<String>,
    pub(super) email_shared_above_tax_ids: Option<u8>,
    pub(super) tax_shared_above_domains: Option<u8>,
}

/// One card of the base; a tax number is written with its key: `RU:INN:7710000015`.
#[derive(Debug, Deserialize)]
pub(super) struct Card {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) tax: Vec<String>,
    #[serde(default)]
    pub(super) emails: Vec<String>,
    pub(super) kpp: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Case {
    pub(super) n: Value,
    #[serde(default)]
    pub(super) title: String,
    pub(super) order: Order,
    #[serde(default)]
    pub(super) options: Options,
    pub(super) expect: Expected,
}

/// What an order says; a tax number is country and text, and may have the KPP as a third.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    #[serde(default)]
    pub(super) emails: Vec<Option<String>>,
    #[serde(default)]
    pub(super) tax: Vec<Vec<Option<String>>>,
    #[serde(default)]
    pub(super) phones: Vec<Option<String>>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) kpp: Option<String>,
    /// What this program does not look at.
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Options {
    pub(super) rule: Option<String>,
    pub(super) tax_key_mode: Option<String>,
    /// Whether the addresses of one provider are folded: true or false, or in words.
    pub(super) fold: Option<Value>,
    /// Merges done before: the card that redirects and the one that stays.
    #[serde(default)]
    pub(super) merged: BTreeMap<String, u64>,
    /// Pairs that must never become one.
    #[serde(default)]
    pub(super) cannot_link: Vec<(u64, u64)>,
    /// attach, review or create.
    #[serde(alias = "tax_mismatch")]
    pub(super) mismatch: Option<String>,
    /// ask or merge, or whether they are merged at once.
    #[serde(alias = "auto_merge")]
    pub(super) doubles: Option<Value>,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Expected {
    pub(super) outcome: String,
    pub(super) card: Option<u64>,
    #[serde(default)]
    pub(super) by: Vec<String>,
    #[serde(default)]
    pub(super) new_contact: bool,
    #[serde(default)]
    pub(super) learn: Vec<String>,
    #[serde(default)]
    pub(super) flags: Vec<String>,
    #[serde(default)]
    pub(super) candidates: Vec<u64>,
}
