//! The schema is golden: its names are stable, and the rows fit it.

use sklad_sqlite::views::Tables;
use sklad_store::views::Table;

use crate::follower::{Place, rows};

fn opened() -> Place {
    let place = Place::new();
    Tables::open(&place.path).unwrap();
    place
}

#[test]
fn the_schema_is_golden() {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let place = opened();
    let all = rows(&place.sql(), sql).into_iter().flatten();
    let all: Vec<_> =
        all.map(|sql| format!("{sql:?}").replace("\\n", "\n").replace("\\\"", "\"")).collect();
    insta::assert_snapshot!(all.join(";\n\n"));
}

#[test]
fn each_table_has_the_columns_of_its_rows() {
    let place = opened();
    let sql = place.sql();
    for table in Table::ALL {
        let query = format!("SELECT name, pk FROM pragma_table_info('{}')", table.name);
        let mut statement = sql.prepare(&query).unwrap();
        let columns = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let columns: Vec<(String, i64)> = columns.collect::<Result<_, _>>().unwrap();
        let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, table.columns, "{}", table.name);
        let keys = columns.iter().filter(|(_, key)| *key > 0).map(|(name, _)| name.as_str());
        assert_eq!(keys.collect::<Vec<_>>(), table.key(), "{}", table.name);
    }
}

#[test]
fn texts_stand_beside_exact_numbers() {
    let place = opened();
    let sql = place.sql();
    sql.execute_batch(
        "INSERT INTO stock_level VALUES ('MAIN', 'A-100', 'WEB', 2500000, -500000, 0, 1, 0, -12000000, 0);
         INSERT INTO document VALUES (1, 'bill', 1, NULL, 'closed', '', '', 'MAIN', NULL, NULL, NULL,
            'EUR', 2, 5, -105, 2490, NULL);
         INSERT INTO document VALUES (2, 'bill', 2, NULL, 'closed', '', '', 'MAIN', NULL, NULL, NULL,
            'JPY', 0, 5, -105, 2490, NULL);
         INSERT INTO document VALUES (3, 'bill', 3, NULL, 'closed', '', '', 'MAIN', NULL, NULL, NULL,
            'KWD', 3, 5, -105, 2490, NULL);",
    )
    .unwrap();
    let texts = |query: &str| {
        let all = rows(&sql, query).into_iter().flatten();
        let text = |value| match value {
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        };
        all.map(text).collect::<Vec<_>>()
    };
    let levels = "SELECT on_hand_text, reserved_text, held_text, pending_text, uncommitted_text FROM stock_levels";
    assert_eq!(texts(levels), ["2.5", "-0.5", "0", "0.000001", "-12"]);
    let amounts = "SELECT net_text, tax_text, gross_text, charges_gross_text FROM documents";
    let expected = [
        ["0.05", "-1.05", "24.90", "Null"],
        ["5", "-105", "2490", "Null"],
        ["0.005", "-0.105", "2.490", "Null"],
    ];
    assert_eq!(texts(amounts), expected.concat());
}
