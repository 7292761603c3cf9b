//! Which crate may use which: a decision over parsed manifests, without a file in sight.

use std::error::Error;

use toml::{Table, Value};

/// The folder of each crate and the floor it stands on; the other adapters stand on floor 5.
const FLOORS: &[(&str, u8)] = &[
    ("crates/domain/base", 0),
    ("crates/domain/order", 1),
    ("crates/domain/party", 1),
    ("crates/domain/stock", 1),
    ("crates/domain/stage", 1),
    ("crates/domain/exchange", 1),
    ("crates/domain/document", 1),
    ("crates/domain/scenario", 2),
    ("crates/domain/flow", 3),
    ("crates/domain/whatif", 3),
    ("crates/adapters/store", 4),
    ("crates/sim", 5),
    ("crates/sklad", 6),
    ("examples", TOP),
    ("benches", TOP + 1),
];

/// Examples and benches: they may use every crate, and no crate may use them.
const TOP: u8 = 7;

/// What-if replays a history through the scenarios and knows nothing else of the shop.
const WHATIF_USES: &[&str] = &["sklad-base", "sklad-order", "sklad-stock", "sklad-scenario"];

/// The third-party crates that the domain may use outside its tests.
///
/// The readers of TOML and JSON are here for `stage` alone, whose schemes are texts that shops write: text in, values
/// out, no file touched.
const DOMAIN_USES: &[&str] = &[
    "chrono",
    "chrono-tz",
    "idna",            // `party`: e-mail domains
    "prefetch-index", // `stock`, and `base` for its ids: a hint to the processor, without effect on any value
    "rlibphonenumber", // `party`, behind its feature: phones
    "rust_decimal",
    "serde",
    "serde_json",
    "siphasher", // `party`: keyed digests
    "thiserror",
    "toml",
    "unicode-normalization", // `party`: one form for each character
    "uuid",
];

/// The features of chrono that can tell the present moment.
const CLOCKS: &[&str] = &["clock", "now", "default"];

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// One crate as its manifest tells it.
pub(crate) struct Crate {
    folder: String,
    pub(crate) name: String,
    manifest: Table,
}

/// One line of a `[dependencies]` table of any kind.
struct Arrow<'a> {
    /// The package, which the line may call by another name.
    package: &'a str,
    options: &'a Value,
    is_dev: bool,
}

impl Crate {
    pub(crate) fn parse(folder: &str, text: &str) -> Outcome<Self> {
        let manifest: Table = text.parse()?;
        let name = manifest.get("package").and_then(|package| package.get("name"));
        let name = name.and_then(Value::as_str).ok_or_else(|| {
            format!("cannot read {folder}/Cargo.toml: it has no package.name; add it")
        })?;
        Ok(Self { folder: folder.to_owned(), name: name.to_owned(), manifest })
    }

    fn floor(&self) -> Option<u8> {
        let own = FLOORS.iter().find(|(folder, _)| *folder == self.folder);
        own.map(|(_, floor)| *floor).or_else(|| self.is_adapter().then_some(5))
    }

    fn is_domain(&self) -> bool {
        self.folder.starts_with("crates/domain/")
    }

    fn is_adapter(&self) -> bool {
        self.folder.starts_with("crates/adapters/")
    }

    fn arrows<'a>(&'a self, root: &'a Table) -> Vec<Arrow<'a>> {
        let by_target = self.manifest.get("target").and_then(Value::as_table);
        let by_target = by_target.into_iter().flat_map(Table::values).filter_map(Value::as_table);

        let mut arrows = Vec::new();
        for table in by_target.chain([&self.manifest]) {
            for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
                let lines = table.get(kind).and_then(Value::as_table).into_iter().flatten();
                arrows.extend(lines.map(|(key, options)| Arrow {
                    package: package_of(key, options, root),
                    options,
                    is_dev: kind == "dev-dependencies",
                }));
            }
        }
        arrows
    }

    /// Returns whether this crate may use that one; a crate without a floor is named elsewhere.
    fn may_use(&self, other: &Self, is_dev: bool) -> bool {
        let (Some(from), Some(to)) = (self.floor(), other.floor()) else { return true };
        if from == TOP {
            to < TOP
        } else if is_dev {
            to <= from
        } else if self.name == "sklad-whatif" {
            WHATIF_USES.contains(&other.name.as_str())
        } else if self.name == "sklad-cli" {
            to < from || other.is_adapter()
        } else {
            to < from
        }
    }
}

/// Returns one message for each rule that a manifest breaks.
pub(crate) fn mistakes(root: &Table, crates: &[Crate]) -> Vec<String> {
    let mut found = Vec::new();
    if dependency(root, "chrono").is_some_and(has_clock) {
        found.push(clock_mistake("[workspace.dependencies]"));
    }
    for one in crates {
        if one.floor().is_none() {
            found.push(format!(
                "cannot place {}: its folder {} has no floor; move it, or add it to FLOORS",
                one.name, one.folder
            ));
        }
        if !is_member(root, &one.folder) {
            found.push(format!(
                "cannot check {}: {} is not a member of the workspace; add it to members",
                one.name, one.folder
            ));
        }
        if one.is_domain() {
            found.extend(domain_mistakes(root, crates, one));
        }
        found.extend(one.arrows(root).iter().filter_map(|arrow| wrong_arrow(crates, one, arrow)));
    }
    found
}

fn wrong_arrow(crates: &[Crate], from: &Crate, arrow: &Arrow<'_>) -> Option<String> {
    let to = crates.iter().find(|other| other.name == arrow.package)?;
    let message = || {
        format!(
            "cannot let {} depend on {}: it stands on floor {}, {} on floor {}, and arrows go down \
             only; take what it needs as an argument, or let the two meet on a higher floor",
            from.name,
            to.name,
            from.floor().unwrap_or_default(),
            to.name,
            to.floor().unwrap_or_default(),
        )
    };
    (!from.may_use(to, arrow.is_dev)).then(message)
}

fn domain_mistakes(root: &Table, crates: &[Crate], one: &Crate) -> Vec<String> {
    let arrows = one.arrows(root);
    let is_ours = |arrow: &Arrow<'_>| crates.iter().any(|other| other.name == arrow.package);
    let foreign = arrows.iter().filter(|arrow| !arrow.is_dev && !is_ours(arrow));
    let uninvited = foreign.filter(|arrow| !DOMAIN_USES.contains(&arrow.package));

    let mut found: Vec<String> = uninvited
        .map(|arrow| {
            format!(
                "cannot let {} depend on {}: the domain uses {} and no others; do that work in an \
                 adapter",
                one.name,
                arrow.package,
                DOMAIN_USES.join(", "),
            )
        })
        .collect();
    let has_clock = |arrow: &Arrow<'_>| arrow.package == "chrono" && has_clock(arrow.options);
    if arrows.iter().any(has_clock) || has_clock_feature(&one.manifest) {
        found.push(clock_mistake(&one.name));
    }
    let lints = one.manifest.get("lints").and_then(|lints| lints.get("workspace"));
    if lints.and_then(Value::as_bool) != Some(true) {
        found.push(format!(
            "cannot check {}: it does not take the lints of the workspace; write `[lints]` and \
             `workspace = true`",
            one.name
        ));
    }
    found
}

fn clock_mistake(place: &str) -> String {
    format!(
        "cannot let {place} have chrono with a clock: the domain takes its moment from the \
         envelope; write `default-features = false`, without the features {}",
        CLOCKS.join(", ")
    )
}

/// Returns whether chrono with these options has a clock: chrono's own defaults bring one.
fn has_clock(options: &Value) -> bool {
    let is_inherited = options.get("workspace").is_some();
    let defaults = options.get("default-features").and_then(Value::as_bool);
    let features = options.get("features").and_then(Value::as_array).into_iter().flatten();
    defaults.unwrap_or(!is_inherited)
        || features.filter_map(Value::as_str).any(|feature| CLOCKS.contains(&feature))
}

/// Returns whether a feature of the crate's own switches the clock on.
fn has_clock_feature(manifest: &Table) -> bool {
    let features = manifest.get("features").and_then(Value::as_table).into_iter().flatten();
    let named = features.filter_map(|(_, named)| named.as_array()).flatten();
    let mut switched = named.filter_map(Value::as_str).filter_map(|name| name.split_once('/'));
    switched.any(|(of, name)| of.trim_end_matches('?') == "chrono" && CLOCKS.contains(&name))
}

fn package_of<'a>(key: &'a str, options: &'a Value, root: &'a Table) -> &'a str {
    let is_inherited = options.get("workspace").is_some();
    let options = if is_inherited { dependency(root, key) } else { Some(options) };
    options.and_then(|options| options.get("package")).and_then(Value::as_str).unwrap_or(key)
}

fn dependency<'a>(root: &'a Table, key: &str) -> Option<&'a Value> {
    root.get("workspace")?.get("dependencies")?.get(key)
}

fn is_member(root: &Table, folder: &str) -> bool {
    let members = root.get("workspace").and_then(|workspace| workspace.get("members"));
    let mut members = members.and_then(Value::as_array).into_iter().flatten();
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    members.any(|member| {
        let member = member.as_str().unwrap_or_default();
        member == folder || member.strip_suffix("/*") == Some(parent)
    })
}
