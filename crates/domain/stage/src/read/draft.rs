//! From the tree to a draft: what can be read is read, what cannot is named.

use std::collections::BTreeMap;

use sklad_base::{Day, DeliveryWay, Invalid, PaymentWay, Zone};

use crate::{
    Alert, Calendar, CalendarId, Condition, Draft, Flaw, HandOut, Happening, Hours, Language,
    Limit, Outcome, Party, Person, Role, RoleDraft, SchemeName, Span, StageDraft, StageId, Titles,
    TransitionDraft, TransitionId, Weekday, flaw::Lines,
};

use super::tree::{Fields, Node, Reader, Value};

/// Returns the draft, all that is wrong with its text, and the line of each place.
pub(super) fn read(tree: &Node) -> (Draft, Vec<Flaw>, Lines) {
    let mut reader = Reader::default();
    let draft = reader.scheme(tree);
    (draft, reader.flaws, reader.lines)
}

const SCHEME: &[&str] = &[
    "scheme",
    "version",
    "payments",
    "deliveries",
    "alert",
    "route",
    "roles",
    "people",
    "calendars",
    "stages",
    "transitions",
];
const STAGE: &[&str] = &[
    "id",
    "title",
    "responsible",
    "limit",
    "alert",
    "further",
    "payments",
    "deliveries",
    "entry",
    "exit",
    "automatic",
    "on",
    "causes",
    "end",
    "pauses",
];
const TRANSITION: &[&str] = &[
    "id",
    "title",
    "from",
    "to",
    "conditions",
    "automatic",
    "on",
    "causes",
    "by",
    "payments",
    "deliveries",
];

/// Reads a text.
type Parse<T> = fn(&str) -> Result<T, Invalid>;
/// Reads a value at a place.
type Read<T> = fn(&mut Reader, &Node, &str) -> T;

impl Reader {
    fn scheme(&mut self, tree: &Node) -> Draft {
        let fields = self.fields(tree, String::new(), SCHEME);
        let name = self.must(&fields, "scheme");
        let name = name.and_then(|node| self.parsed(node, "scheme", SchemeName::parse));
        let version = self.must(&fields, "version");
        let version = version.map_or(0, |node| self.number(node, "version"));
        let mut draft = Draft::new(name.unwrap_or_else(SchemeName::unnamed), version);
        draft.payments = self.texts(&fields, "payments", PaymentWay::parse);
        draft.deliveries = self.texts(&fields, "deliveries", DeliveryWay::parse);
        draft.alert = self.field(&fields, "alert", Party::parse);
        draft.route = self.texts(&fields, "route", StageId::parse);
        draft.roles = self.map(&fields, "roles", (Role::parse, Self::role));
        draft.people = self.map(&fields, "people", (Person::parse, Self::person));
        draft.calendars = self.map(&fields, "calendars", (CalendarId::parse, Self::calendar));
        draft.stages = self.each(&fields, "stages", Self::stage);
        draft.transitions = self.each(&fields, "transitions", Self::transition);
        draft
    }

    /// Reads a table whose keys are names.
    fn map<K: Ord, V>(
        &mut self,
        fields: &Fields<'_>,
        field: &str,
        (key, value): (Parse<K>, Read<V>),
    ) -> BTreeMap<K, V> {
        let mut map = BTreeMap::new();
        let Some(node) = fields.get(field) else { return map };
        let place = fields.place(field);
        for (name, node) in self.entries(node, &place) {
            let place = format!("{place}.{name}");
            let value = value(self, node, &place);
            match key(name) {
                Ok(key) => drop(map.insert(key, value)),
                Err(invalid) => {
                    let flaw = Flaw::bad_value(&place, &invalid);
                    self.flaws.push(Flaw { line: node.line, ..flaw });
                }
            }
        }
        map
    }

    /// Reads a list of tables.
    fn each<T>(
        &mut self,
        fields: &Fields<'_>,
        field: &str,
        read: fn(&mut Self, &Node, String) -> T,
    ) -> Vec<T> {
        let Some(node) = fields.get(field) else { return Vec::new() };
        let place = fields.place(field);
        let nodes = self.list(node, &place).iter().enumerate();
        nodes.map(|(at, node)| read(self, node, format!("{place}[{at}]"))).collect()
    }

    fn titles(&mut self, fields: &Fields<'_>) -> Titles {
        self.map(fields, "title", (Language::parse, Self::title))
    }

    fn title(&mut self, node: &Node, place: &str) -> String {
        let read = |text: &str| Ok(text.to_owned());
        self.parsed(node, place, read).unwrap_or_default()
    }

    fn role(&mut self, node: &Node, place: &str) -> RoleDraft {
        let fields = self.fields(node, place.to_owned(), &["title", "hand_out"]);
        let title = self.titles(&fields);
        let hand_out = self.field(&fields, "hand_out", HandOut::parse).unwrap_or(HandOut::Pool);
        RoleDraft { title, hand_out }
    }

    fn person(&mut self, node: &Node, place: &str) -> Vec<Role> {
        let nodes = self.list(node, place).iter().enumerate();
        let read =
            nodes.map(|(at, node)| self.parsed(node, &format!("{place}[{at}]"), Role::parse));
        read.flatten().collect()
    }

    fn calendar(&mut self, node: &Node, place: &str) -> Calendar {
        let fields = self.fields(node, place.to_owned(), &["zone", "hours", "holidays", "special"]);
        let zone = self.must(&fields, "zone");
        let zone = zone.and_then(|node| self.parsed(node, &fields.place("zone"), Zone::parse));
        let mut calendar = Calendar::new(zone.unwrap_or(Zone::UTC));
        calendar.hours = self.map(&fields, "hours", (Weekday::parse, Self::hours));
        calendar.holidays = self.texts(&fields, "holidays", Day::parse).into_iter().collect();
        calendar.special = self.map(&fields, "special", (Day::parse, Self::hours));
        calendar
    }

    fn hours(&mut self, node: &Node, place: &str) -> Vec<Hours> {
        let nodes = self.list(node, place).iter().enumerate();
        let read =
            nodes.map(|(at, node)| self.parsed(node, &format!("{place}[{at}]"), Hours::parse));
        read.flatten().collect()
    }

    fn stage(&mut self, node: &Node, place: String) -> StageDraft {
        let fields = self.fields(node, place, STAGE);
        let id = self.must(&fields, "id");
        let id = id.and_then(|node| self.parsed(node, &fields.place("id"), StageId::parse));
        let mut stage =
            StageDraft::new(id.unwrap_or_else(|| StageId::unnamed(&fields.place("id"))));
        stage.title = self.titles(&fields);
        stage.responsible = self.field(&fields, "responsible", Party::parse);
        stage.limit = fields.get("limit").and_then(|node| self.limit(node, fields.place("limit")));
        stage.alert = self.field(&fields, "alert", Party::parse);
        stage.further = self.each(&fields, "further", Self::alert).into_iter().flatten().collect();
        stage.payments = self.texts(&fields, "payments", PaymentWay::parse);
        stage.deliveries = self.texts(&fields, "deliveries", DeliveryWay::parse);
        stage.entry = self.texts(&fields, "entry", Condition::parse);
        stage.exit = self.texts(&fields, "exit", Condition::parse);
        stage.automatic = self.flag(&fields, "automatic");
        stage.on = self.texts(&fields, "on", Happening::parse);
        stage.causes = self.texts(&fields, "causes", Happening::parse);
        stage.end = self.field(&fields, "end", Outcome::parse);
        stage.pauses = self.flag(&fields, "pauses");
        stage
    }

    /// Reads `2h`, or a table of working time and calendar.
    fn limit(&mut self, node: &Node, place: String) -> Option<Limit> {
        if let Value::Text(_) = node.value {
            return self.parsed(node, &place, Span::parse).map(Limit::Clock);
        }
        let fields = self.fields(node, place, &["working", "calendar"]);
        let working = self.must(&fields, "working");
        let calendar = self.must(&fields, "calendar");
        let working =
            working.and_then(|node| self.parsed(node, &fields.place("working"), Span::parse));
        let calendar = calendar
            .and_then(|node| self.parsed(node, &fields.place("calendar"), CalendarId::parse));
        working.zip(calendar).map(|(working, calendar)| Limit::Working { working, calendar })
    }

    fn alert(&mut self, node: &Node, place: String) -> Option<Alert> {
        let fields = self.fields(node, place, &["after", "to"]);
        let (after, to) = (self.must(&fields, "after"), self.must(&fields, "to"));
        let after = after.and_then(|node| self.parsed(node, &fields.place("after"), Span::parse));
        let to = to.and_then(|node| self.parsed(node, &fields.place("to"), Party::parse));
        after.zip(to).map(|(after, to)| Alert { after, to })
    }

    fn transition(&mut self, node: &Node, place: String) -> TransitionDraft {
        let fields = self.fields(node, place, TRANSITION);
        let (id, to) = (self.must(&fields, "id"), self.must(&fields, "to"));
        let id = id.and_then(|node| self.parsed(node, &fields.place("id"), TransitionId::parse));
        let id = id.unwrap_or_else(|| TransitionId::unnamed(&fields.place("id")));
        let to = to.and_then(|node| self.parsed(node, &fields.place("to"), StageId::parse));
        let to = to.unwrap_or_else(|| StageId::unnamed(&fields.place("to")));
        let mut transition = TransitionDraft::new(id, to);
        transition.title = self.titles(&fields);
        transition.from = self.texts(&fields, "from", StageId::parse);
        transition.conditions = self.texts(&fields, "conditions", Condition::parse);
        transition.automatic = self.flag(&fields, "automatic");
        transition.on = self.texts(&fields, "on", Happening::parse);
        transition.causes = self.texts(&fields, "causes", Happening::parse);
        transition.by = self.texts(&fields, "by", Party::parse);
        transition.payments = self.texts(&fields, "payments", PaymentWay::parse);
        transition.deliveries = self.texts(&fields, "deliveries", DeliveryWay::parse);
        transition
    }
}
