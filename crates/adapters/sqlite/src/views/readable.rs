//! Views for people: each exact number with its text beside it, each line with its order's number.

/// One view over one table.
struct Readable {
    name: &'static str,
    table: &'static str,
    /// What stands in it besides the table's columns; the table is called `it`.
    joined: &'static str,
    joins: &'static str,
    quantities: &'static [&'static str],
    amounts: &'static [&'static str],
    /// Where the currency's decimals stand.
    decimals: &'static str,
}

/// Returns what makes all views.
pub(crate) fn views() -> String {
    let views: Vec<_> = VIEWS.iter().map(Readable::sql).collect();
    format!("{}{SHORTAGES}{CUSTOMERS}", views.concat())
}

impl Readable {
    fn sql(&self) -> String {
        let Self { name, table, joined, joins, .. } = self;
        let quantities = self.quantities.iter().map(|column| quantity(column));
        let amounts = self.amounts.iter().map(|column| amount(column, self.decimals));
        let texts: String = quantities.chain(amounts).collect();
        format!(
            "CREATE VIEW {name} AS SELECT it.*{joined}{texts}\nFROM \"{table}\" AS it{joins};\n"
        )
    }
}

/// Millionths as a decimal without idle zeros.
fn quantity(column: &str) -> String {
    format!(
        ",\n    iif(it.{column} < 0, '-', '') || rtrim(rtrim(printf('%d.%06d', abs(it.{column}) / 1000000, \
         abs(it.{column}) % 1000000), '0'), '.') AS {column}_text"
    )
}

/// Minor units as a decimal of the currency's width.
fn amount(column: &str, decimals: &str) -> String {
    let part = |decimals: u32| {
        let unit = 10_u32.pow(decimals);
        format!(
            "WHEN {decimals} THEN printf('%d.%0{decimals}d', abs(it.{column}) / {unit}, abs(it.{column}) % {unit})"
        )
    };
    format!(
        ",\n    iif(it.{column} IS NULL, NULL, iif(it.{column} < 0, '-', '') || CASE {decimals} {} {} {} \
         ELSE abs(it.{column}) END) AS {column}_text",
        part(2),
        part(3),
        part(4)
    )
}

const VIEWS: [Readable; 8] = [
    Readable {
        name: "stock_levels",
        table: "stock_level",
        joined: "",
        joins: "",
        quantities: &[
            "on_hand",
            "reserved",
            "held",
            "pending",
            "available",
            "uncommitted",
            "short",
        ],
        amounts: &[],
        decimals: "",
    },
    Readable {
        name: "reservations",
        table: "reservation",
        joined: OF_ORDER,
        joins: BY_ORDER,
        quantities: &["asked", "reserved", "pending", "backordered"],
        amounts: &[],
        decimals: "",
    },
    Readable {
        name: "movements",
        table: "movement",
        joined: OF_ORDER,
        joins: "\nLEFT JOIN \"order\" AS o ON o.order_id = it.order_id",
        quantities: &["quantity", "from_reserve"],
        amounts: &[],
        decimals: "",
    },
    Readable {
        name: "orders",
        table: "order",
        joined: ", c.leads_to AS counterparty",
        joins: "\nLEFT JOIN counterparty AS c ON c.card_id = it.card_id",
        quantities: &[],
        amounts: &[
            "net",
            "tax",
            "gross",
            "delivery_gross",
            "fees_gross",
            "paid",
            "refunded",
            "outstanding",
        ],
        decimals: "it.decimals",
    },
    Readable {
        name: "order_lines",
        table: "order_line",
        joined: ", o.channel, o.number, o.currency, o.decimals",
        joins: BY_ORDER,
        quantities: &[
            "ordered",
            "cancelled",
            "waiting",
            "taken",
            "sent",
            "came_back",
            "returned",
            "written_off",
            "requested",
            "dismissed",
            "payable",
        ],
        amounts: &["net", "tax", "gross"],
        decimals: "o.decimals",
    },
    Readable {
        name: "stage_queues",
        table: "stage_queue",
        joined: OF_ORDER,
        joins: BY_ORDER,
        quantities: &[],
        amounts: &[],
        decimals: "",
    },
    Readable {
        name: "documents",
        table: "document",
        joined: ", o.channel, o.number AS order_number, o.way",
        joins: "\nLEFT JOIN \"order\" AS o ON o.order_id = it.order_id",
        quantities: &[],
        amounts: &["net", "tax", "gross", "charges_gross"],
        decimals: "it.decimals",
    },
    Readable {
        name: "document_lines",
        table: "document_line",
        joined: ", d.kind, d.number, d.state, d.currency, d.decimals",
        joins: "\nJOIN document AS d ON d.document_id = it.document_id",
        quantities: &["quantity"],
        amounts: &["net", "tax", "gross"],
        decimals: "d.decimals",
    },
];

const OF_ORDER: &str = ", o.channel, o.number";
const BY_ORDER: &str = "\nJOIN \"order\" AS o ON o.order_id = it.order_id";

/// Who goes short: those who wait are served in order, and what is then missing is theirs.
const SHORTAGES: &str = "\
CREATE VIEW shortages AS SELECT * FROM (
    SELECT it.order_id, it.line, o.channel, o.number, it.place, it.sku, it.pending,
        max(0, min(it.pending, sum(it.pending) OVER served - max(s.available, 0))) AS missing
    FROM stock_level AS s
    JOIN reservation AS it ON it.sku = s.sku AND it.place = s.place
    JOIN \"order\" AS o ON o.order_id = it.order_id
    WHERE s.short > 0
    WINDOW served AS (PARTITION BY it.place, it.sku ORDER BY it.priority, it.since, it.order_id, it.line
        ROWS UNBOUNDED PRECEDING)
) WHERE missing > 0;
";

/// Each card with what is known of it: under a card stands what those merged into it brought, too.
const CUSTOMERS: &str = "\
CREATE VIEW contacts AS SELECT it.*, c.leads_to AS counterparty
FROM contact AS it
JOIN counterparty AS c ON c.card_id = it.card_id;
CREATE VIEW counterparties AS SELECT it.*,
    (SELECT t.words FROM contact AS t WHERE t.card_id = it.card_id AND t.what = 'name') AS name,
    (SELECT group_concat(DISTINCT t.scheme || ' ' || t.plain) FROM counterparty AS c JOIN contact AS t ON t.card_id = c.card_id
        WHERE c.leads_to = it.card_id AND t.what = 'tax number' AND t.class = 'key') AS numbers,
    (SELECT group_concat(DISTINCT t.plain) FROM counterparty AS c JOIN contact AS t ON t.card_id = c.card_id
        WHERE c.leads_to = it.card_id AND t.what = 'e-mail' AND t.class = 'key') AS emails,
    (SELECT group_concat(DISTINCT t.plain) FROM counterparty AS c JOIN contact AS t ON t.card_id = c.card_id
        WHERE c.leads_to = it.card_id AND t.what = 'phone' AND t.class = 'key') AS phones,
    (SELECT count(*) FROM counterparty AS c JOIN \"order\" AS o ON o.card_id = c.card_id
        WHERE c.leads_to = it.card_id) AS orders
FROM counterparty AS it;
";
