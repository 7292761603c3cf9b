//! A register made of the file's cards, and its answers in the file's words.

use serde_json::Value;
use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, PersonId};
use sklad_party::{
    Branches, CardId, Command, Doubles, Email, Event, Flag, Fold, Mismatch, Number, Outcome,
    Policy, Register, Rule, Said, Secret, TaxId, Word,
};

use super::file::{Card, Expected, File, Options, Order};

/// The cards of a file, by their numbers there.
pub(super) struct Base {
    register: Register,
    policy: Policy,
    ids: Vec<u64>,
}

impl Base {
    /// Puts the cards of the file into a register, with the settings and options of one case.
    pub(super) fn build(file: &File, options: &Options) -> Result<Self, String> {
        if let Some(name) = options.unknown.keys().next() {
            return Err(format!("cannot set the option {name}: it is not known; leave it out"));
        }
        let policy = policy(file, options)?;
        let mut base = Self { register: Register::new(), policy, ids: Vec::new() };
        for card in &file.base {
            base.add(card)?;
        }
        if base.policy.branches == Branches::Apart {
            for card in &file.branches {
                base.add(card)?;
            }
        }
        for (lost, kept) in &options.merged {
            let lost = lost
                .parse()
                .map_err(|_| format!("cannot merge card {lost}: its id is no number; mend it"))?;
            let (lost, kept) = (base.card(lost)?, base.card(*kept)?);
            let merge = u32::try_from(base.register.merges().len()).unwrap_or(u32::MAX);
            // As the file says, whichever of the two would stay by itself.
            base.register.evolve(&Event::Merged { merge, lost, kept });
        }
        for (one, other) in &options.cannot_link {
            let pair = Event::Parted(base.card(*one)?, base.card(*other)?);
            base.register.evolve(&pair);
        }
        Ok(base)
    }

    /// Matches one order and says the answer as the file would.
    pub(super) fn answer(&self, order: &Order) -> Expected {
        let said = said(order);
        let verdict = self.register.find(&said, &self.policy);
        let (outcome, proposal) = match verdict.outcome {
            Outcome::Match(_) => ("Match", None),
            Outcome::Create => ("Create", None),
            Outcome::Conflict(proposal) => ("Conflict", proposal),
            Outcome::Review => ("Review", None),
        };
        let mut flags: Vec<String> = verdict.flags.iter().map(|flag| self.flag(*flag)).collect();
        flags.extend(proposal.map(|proposal| self.proposal(proposal)));
        let by = [(verdict.by_email, "email"), (verdict.by_tax, "tax")];
        Expected {
            outcome: outcome.to_owned(),
            card: verdict.outcome.card().and_then(|card| self.id(card)),
            by: by
                .into_iter()
                .filter(|(is_so, _)| *is_so)
                .map(|(_, word)| word.to_owned())
                .collect(),
            new_contact: verdict.new_contact,
            learn: verdict.learn.iter().filter_map(|word| self.word(&said, *word)).collect(),
            flags,
            candidates: verdict.candidates.iter().filter_map(|card| self.id(*card)).collect(),
        }
    }

    fn add(&mut self, card: &Card) -> Result<(), String> {
        let mut said = Said::of(PersonId::new(card.id)).named(card.name.as_str());
        said.emails.clone_from(&card.emails);
        said.kpp = card.kpp.clone().unwrap_or_default();
        for text in &card.tax {
            let number = number(text).ok_or_else(|| {
                format!(
                    "cannot read the tax number {text} of card {}: no check knows it; mend it",
                    card.id
                )
            })?;
            said.numbers.push(number);
        }
        let moment = Moment::FIRST;
        let id = CommandId::counted(moment, card.id);
        let command = Envelope::new(id, Actor::System("cases".into()), moment, Command::Add(said));
        self.register.run(&command, &self.policy).map_err(|refused| refused.to_string())?;
        self.ids.push(card.id);
        Ok(())
    }

    fn card(&self, id: u64) -> Result<CardId, String> {
        let found = self.ids.iter().zip(0..).find(|(its, _)| **its == id);
        let missing =
            || format!("cannot find card {id}: the base has none; add it, or mend the number");
        found.map(|(_, number)| CardId::new(number)).ok_or_else(missing)
    }

    fn id(&self, card: CardId) -> Option<u64> {
        self.ids.get(usize::try_from(card.number()).ok()?).copied()
    }

    fn flag(&self, flag: Flag) -> String {
        let id = |card| self.id(card).unwrap_or_default();
        if let Flag::EmailOnOtherCard(card) = flag {
            format!("EmailOnOtherCard:{}", id(card))
        } else if let Flag::NewBranchOf(card) = flag {
            format!("NewBranchOf:{}", id(card))
        } else {
            flag.to_string()
        }
    }

    fn proposal(&self, proposal: sklad_party::Proposal) -> String {
        use sklad_party::Proposal;
        let id = |card| self.id(card).unwrap_or_default();
        match proposal {
            Proposal::Take(card) => format!("Propose:card {}, do not merge", id(card)),
            Proposal::Merge { lost, kept } => {
                format!("Propose:merge {} into {}", id(lost), id(kept))
            }
        }
    }

    /// Returns the key of a value as people read it.
    fn word(&self, said: &Said, word: Word) -> Option<String> {
        match word {
            Word::Email(at) => {
                let email = Email::parse(said.emails.get(at)?, self.policy.fold).ok()?;
                Some(email.as_str().to_owned())
            }
            Word::Number(at) => {
                let Number { country, text } = said.numbers.get(at)?;
                let id = TaxId::of_country(country, text).ok()?;
                let whole = self.policy.branches == Branches::Apart;
                Some(id.parent().filter(|_| !whole).unwrap_or(id).to_string())
            }
            Word::Phone(at) => said.phones.get(at).cloned(),
        }
    }
}

fn policy(file: &File, options: &Options) -> Result<Policy, String> {
    let mut policy = Policy::new(Secret::new(0));
    let unknown =
        |what: &str, word: &str| format!("cannot set the {what} {word}: it is not known; mend it");
    policy.rule = match options.rule.as_deref() {
        None | Some("OR" | "Or") => Rule::Or,
        Some("TaxThenEmail") => Rule::TaxThenEmail,
        Some("EmailThenTax") => Rule::EmailThenTax,
        Some("TaxOnly") => Rule::TaxOnly,
        Some("EmailOnly") => Rule::EmailOnly,
        Some("AND" | "And") => Rule::And,
        Some(word) => return Err(unknown("rule", word)),
    };
    policy.branches = match options.tax_key_mode.as_deref() {
        None | Some("Inn") => Branches::Together,
        Some("InnKpp") => Branches::Apart,
        Some(word) => return Err(unknown("tax_key_mode", word)),
    };
    policy.mismatch = match options.mismatch.as_deref() {
        None | Some("attach") => Mismatch::Attach,
        Some("review") => Mismatch::Review,
        Some("create") => Mismatch::Create,
        Some(word) => return Err(unknown("mismatch", word)),
    };
    let is_off = options.fold.as_ref().is_some_and(|fold| said_no(fold, &["off", "none"]));
    policy.fold = if is_off { Fold::Off } else { Fold::Providers };
    let asks = options.doubles.as_ref().is_none_or(|doubles| said_no(doubles, &["ask"]));
    policy.doubles = if asks { Doubles::Ask } else { Doubles::Merge };
    let settings = &file.settings;
    policy.email_shared_above =
        settings.email_shared_above_tax_ids.unwrap_or(policy.email_shared_above);
    policy.tax_shared_above = settings.tax_shared_above_domains.unwrap_or(policy.tax_shared_above);
    for email in &settings.placeholder_emails {
        policy.add_placeholder(email).map_err(|invalid| invalid.to_string())?;
    }
    Ok(policy)
}

/// Tells whether a setting says no, as a boolean or in one of these words.
fn said_no(value: &Value, words: &[&str]) -> bool {
    match value {
        Value::Bool(is_on) => !is_on,
        Value::String(word) => words.iter().any(|no| no.eq_ignore_ascii_case(word)),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Reads a tax number written with its key: country and scheme before it.
fn number(text: &str) -> Option<Number> {
    let mut parts = text.split(':');
    let (country, scheme, number) = (parts.next()?, parts.next()?, parts.next_back());
    let number = match number {
        Some(number) => Number::new(country, number),
        None => Number::new(country, scheme),
    };
    TaxId::of_country(&number.country, &number.text).is_ok().then_some(number)
}

fn said(order: &Order) -> Said {
    let mut said = Said::of(PersonId::new(0)).named(order.name.clone().unwrap_or_default());
    said.emails = order.emails.iter().cloned().map(Option::unwrap_or_default).collect();
    said.phones = order.phones.iter().cloned().map(Option::unwrap_or_default).collect();
    said.kpp = order.kpp.clone().unwrap_or_default();
    for parts in &order.tax {
        let part = |at: usize| parts.get(at).cloned().flatten().unwrap_or_default();
        said.numbers.push(Number::new(part(0), part(1)));
        if said.kpp.is_empty() {
            said.kpp = part(2);
        }
    }
    said
}
