//! A scheme draws itself: Mermaid and Graphviz.

use std::collections::BTreeMap;

use sklad_base::{DeliveryWay, PaymentWay};

use crate::{Happening, Language, Outcome, Scheme, StageDraft, scheme::Way, words::listed};

/// One arrow of the picture: from, to, what is written on it, and whether it goes forward.
struct Arrow {
    from: usize,
    to: usize,
    label: String,
    forward: bool,
}

/// From which stage, by which transition, to which.
type Ends = (usize, Option<u16>, u16);

impl Scheme {
    /// Draws the whole scheme as a Mermaid flow chart, titles in that language where they are there.
    #[must_use]
    pub fn mermaid(&self, language: &Language) -> String {
        let maps: Vec<usize> = (0..self.maps.len()).collect();
        self.to_mermaid(&self.arrows(&maps), &vec![true; self.draft.stages.len()], language)
    }

    /// Draws what an order of one pair can go through; nothing where the scheme does not know the pair.
    #[must_use]
    pub fn mermaid_of(
        &self,
        (payment, delivery): (&PaymentWay, &DeliveryWay),
        language: &Language,
    ) -> Option<String> {
        let (arrows, reached) = self.picture(payment, delivery)?;
        Some(self.to_mermaid(&arrows, &reached, language))
    }

    /// Draws the whole scheme for Graphviz.
    #[must_use]
    pub fn graphviz(&self, language: &Language) -> String {
        let maps: Vec<usize> = (0..self.maps.len()).collect();
        self.to_graphviz(&self.arrows(&maps), &vec![true; self.draft.stages.len()], language)
    }

    /// Draws what an order of one pair can go through for Graphviz; nothing where the scheme does not know the pair.
    #[must_use]
    pub fn graphviz_of(
        &self,
        (payment, delivery): (&PaymentWay, &DeliveryWay),
        language: &Language,
    ) -> Option<String> {
        let (arrows, reached) = self.picture(payment, delivery)?;
        Some(self.to_graphviz(&arrows, &reached, language))
    }

    fn picture(
        &self,
        payment: &PaymentWay,
        delivery: &DeliveryWay,
    ) -> Option<(Vec<Arrow>, Vec<bool>)> {
        let map = self.map(payment, delivery)?;
        let number = self.maps.iter().position(|other| std::ptr::eq(other, map))?;
        Some((self.arrows(&[number]), map.reached.clone()))
    }

    fn to_mermaid(&self, arrows: &[Arrow], shown: &[bool], language: &Language) -> String {
        let mut out = String::from("flowchart TD\n");
        for (stage, at) in self.draft.stages.iter().zip(0..).filter(|(_, at)| shown[*at]) {
            let text = quoted(&self.label(stage, language).join("<br/>"), "#quot;");
            let (open, close) = if stage.end.is_some() { ("([", "])") } else { ("[", "]") };
            line(&mut out, format_args!("    s{at}{open}\"{text}\"{close}"));
        }
        for Arrow { from, to, label, forward } in arrows {
            let arrow = if *forward { "-->" } else { "-.->" };
            let label = quoted(label, "#quot;");
            let label = if label.is_empty() { label } else { format!("|\"{label}\"|") };
            line(&mut out, format_args!("    s{from} {arrow}{label} s{to}"));
        }
        out
    }

    fn to_graphviz(&self, arrows: &[Arrow], shown: &[bool], language: &Language) -> String {
        let mut out = format!(
            "digraph \"{}\" {{\n    node [shape=box]\n",
            quoted(self.draft.scheme.as_str(), "\\\"")
        );
        for (stage, at) in self.draft.stages.iter().zip(0..).filter(|(_, at)| shown[*at]) {
            let text = quoted(&self.label(stage, language).join("\\n"), "\\\"");
            let shape = if stage.end.is_some() { ", shape=oval" } else { "" };
            line(&mut out, format_args!("    s{at} [label=\"{text}\"{shape}]"));
        }
        for Arrow { from, to, label, forward } in arrows {
            let style = if *forward { "" } else { ", style=dashed" };
            let label = quoted(label, "\\\"");
            line(&mut out, format_args!("    s{from} -> s{to} [label=\"{label}\"{style}]"));
        }
        out.push_str("}\n");
        out
    }

    /// Returns the lines of a stage's box: its title, who answers, how long.
    fn label(&self, stage: &StageDraft, language: &Language) -> Vec<String> {
        let title = stage.title.get(language).map_or_else(|| stage.id.to_string(), Clone::clone);
        let mut label = vec![title];
        label.extend(stage.responsible.as_ref().map(ToString::to_string));
        if let Some(limit) = &stage.limit {
            let alert = self.first_alert(stage).map(|alert| format!(", then {alert}"));
            label.push(format!("{limit}{}", alert.unwrap_or_default()));
        }
        for alert in &stage.further {
            label.push(format!("{} later {}", alert.after, alert.to));
        }
        if stage.pauses {
            label.push("its clock stands".to_owned());
        }
        match stage.end {
            Some(Outcome::Succeeded) => label.push("the end".to_owned()),
            Some(Outcome::Failed) => label.push("a bad end".to_owned()),
            None => {}
        }
        label
    }

    /// Returns the arrows of some maps; an arrow that only some pairs have says which.
    fn arrows(&self, maps: &[usize]) -> Vec<Arrow> {
        let mut found: BTreeMap<Ends, (Way, Vec<usize>)> = BTreeMap::new();
        for number in maps {
            let map = &self.maps[*number];
            for (ways, from) in map.ways.iter().zip(0..).filter(|(_, from)| map.reached[*from]) {
                for way in ways {
                    let entry = found.entry((from, way.jump, way.to));
                    entry.or_insert_with(|| (*way, Vec::new())).1.push(*number);
                }
            }
        }
        let arrow = |((from, ..), (way, on)): (Ends, (Way, Vec<usize>))| {
            let passing = maps.iter().filter(|map| self.maps[**map].reached[from]).count();
            let pairs = if on.len() == passing { Vec::new() } else { on };
            let (to, forward) = (usize::from(way.to), way.jump.is_none());
            Arrow { from, to, label: self.words_of(from, way, &pairs), forward }
        };
        found.into_iter().map(arrow).collect()
    }

    fn words_of(&self, from: usize, way: Way, pairs: &[usize]) -> String {
        let at = u16::try_from(from).unwrap_or(u16::MAX);
        let mut words = Vec::new();
        if !pairs.is_empty() {
            words.push(self.pairs(pairs));
        }
        words.extend(self.jump(way).map(|jump| jump.id.to_string()));
        let said = match self.jump(way) {
            None => &self.draft.stages[from].exit,
            Some(jump) => &jump.conditions,
        };
        let conditions = said.iter().chain(&self.at(way.to).entry);
        let conditions: Vec<_> = conditions.collect();
        if !conditions.is_empty() {
            words.push(format!("if {}", listed(conditions)));
        }
        if self.is_automatic(at, way) {
            words.push("by itself".to_owned());
        }
        let on: &[Happening] = self.on(at, way);
        if !on.is_empty() {
            words.push(format!("on {}", listed(on)));
        }
        let causes = self.causes(at, way);
        if !causes.is_empty() {
            words.push(format!("causes {}", listed(causes)));
        }
        words.join("; ")
    }

    /// Returns pairs in words: as payments and deliveries where they are all of these, else one by one.
    fn pairs(&self, maps: &[usize]) -> String {
        let deliveries = self.draft.deliveries.len();
        let is_on = |payment: usize, delivery: usize| {
            maps.contains(&usize::from(self.map_of[payment * deliveries + delivery]))
        };
        let all =
            || (0..self.draft.payments.len()).flat_map(|p| (0..deliveries).map(move |d| (p, d)));
        let on: Vec<_> = all().filter(|(p, d)| is_on(*p, *d)).collect();
        let payments: Vec<usize> =
            (0..self.draft.payments.len()).filter(|p| on.iter().any(|pair| pair.0 == *p)).collect();
        let ways: Vec<usize> =
            (0..deliveries).filter(|d| on.iter().any(|pair| pair.1 == *d)).collect();
        if on.len() < payments.len() * ways.len() {
            let name = |(p, d): &(usize, usize)| {
                format!("{} and {}", self.draft.payments[*p], self.draft.deliveries[*d])
            };
            return listed(on.iter().map(name));
        }
        let mut words = Vec::new();
        if payments.len() < self.draft.payments.len() {
            words.push(listed(payments.iter().map(|p| &self.draft.payments[*p])));
        }
        if ways.len() < deliveries {
            words.push(listed(ways.iter().map(|d| &self.draft.deliveries[*d])));
        }
        words.join(" and ")
    }
}

fn quoted(text: &str, quote: &str) -> String {
    text.replace('"', quote)
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.push_str(&words.to_string());
    out.push('\n');
}
