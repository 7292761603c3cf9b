use super::*;

/// Reads the file `orders.csv` with default names.
fn read(csv: &[u8]) -> History {
    let eur = Currency::parse("EUR").unwrap();
    History::read_from("orders.csv", csv, &Columns::default(), eur).unwrap()
}

fn fails(csv: &[u8], columns: &str) -> String {
    let (eur, columns) = (Currency::parse("EUR").unwrap(), Columns::parse(columns).unwrap());
    History::read_from("orders.csv", csv, &columns, eur).unwrap_err().to_string()
}

/// Returns what is said of a row that stands between two good ones, which are read whatever it is.
fn flaw_of(row: &[u8]) -> String {
    let mut csv = format!("{HEADER}{GOOD}").into_bytes();
    csv.extend_from_slice(row);
    csv.extend_from_slice(b"\n1002,2026-03-03 10:00:00,Ana,A-200,1,9.90,sale\n");
    let history = read(&csv);
    assert_eq!(history.orders.len(), 2, "{:?}", history.unreadable);
    assert_eq!(history.rows, 3);
    let [unreadable] = history.unreadable.as_slice() else { panic!("{:?}", history.unreadable) };
    assert_eq!(unreadable.line, 3);
    let text = unreadable.to_string();
    text.strip_prefix("cannot read orders.csv, line 3: ").unwrap().to_owned()
}

#[test]
fn a_row_that_cannot_be_read_says_why_and_costs_no_other() {
    for (row, flaw) in FLAWS {
        assert_eq!(flaw_of(row), flaw, "{}", row.escape_ascii());
    }
    let long = format!("7,2026-03-02 11:00:00,{},A-100,1,9.90,sale", "x".repeat(1_000_000));
    assert_eq!(flaw_of(long.as_bytes()), "the row is past 65536 bytes; shorten it");
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    assert_eq!(
        fails(b"order_id,sku,placed_at\n", ""),
        "cannot read orders.csv: no column \"qty\" among order_id, sku, placed_at; name it with --columns qty=\u{2026}"
    );
    assert_eq!(
        fails(HEADER.as_bytes(), "payment=Zahlung"),
        "cannot read orders.csv: no column \"Zahlung\" among order_id, placed_at, customer_id, sku, qty, unit_price, \
         kind; name it with --columns payment=\u{2026}"
    );
    assert_eq!(
        fails(b"order_id,placed_at,sku,qty,qty\n", ""),
        "cannot read orders.csv: column \"qty\" stands there twice; rename one of the two"
    );
    assert_eq!(
        fails(b"\n \n", ""),
        "cannot read orders.csv: it is empty; put a row with the names of the columns first"
    );
    assert!(fails(b"\xFF\xFEo\0\n", "").contains("byte 1 of the row is not UTF-8"));
    let (eur, path) = (Currency::parse("EUR").unwrap(), Path::new("/nowhere/orders.csv"));
    let error = History::read(path, &Columns::default(), eur).unwrap_err().to_string();
    assert!(error.starts_with("cannot read /nowhere/orders.csv: No such file"), "{error}");
}

#[test]
fn a_lost_quote_costs_its_own_line_only() {
    let lost = "7,2026-03-02 11:00:00,\"Ivan,A-100,1,9.90,sale\r\n";
    let good = "1001,2026-03-02 10:00:00,\"Ivan, \"\"the\nsecond\"\"\",A-100,5,9.90,sale\r\n";
    let history = read(format!("{HEADER}{lost}{lost}\r\n{good}{lost}{GOOD}").as_bytes());
    let lines: Vec<u64> = history.unreadable.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 7]);
    assert_eq!(history.orders[0].customer.as_deref(), Some("Ivan, \"the\nsecond\""));
    assert_eq!((history.rows, history.orders[0].lines.len()), (5, 2));
}

#[test]
fn reads_the_mark_and_the_line_ends_of_other_systems() {
    let history = read(format!("\u{FEFF}{HEADER}{GOOD}").replace('\n', "\r\n").as_bytes());
    assert_eq!(history.orders[0].lines[0].price.to_string(), "9.90 EUR");
}

#[test]
fn the_first_row_of_an_order_says_who_and_when() {
    let history = read(
        format!(
            "{HEADER}{GOOD}\
             1001,2026-03-02 10:01:00,Ivan,WRAP,1,2.50,service\n\
             1001,2026-03-02 10:00:00,Ana,A-100,1,9.90,sale\n\
             X,never,,,,,adjust\n"
        )
        .as_bytes(),
    );
    let order = &history.orders[0];
    assert_eq!(order.placed_at, Moment::parse("2026-03-02 10:00:00").unwrap());
    assert_eq!(order.customer.as_deref(), Some("Ivan"));
    assert_eq!(order.lines.iter().map(|line| line.kept).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!((history.lines_under_first, history.not_orders), (2, 1));
}

#[test]
fn without_kinds_the_sign_tells_and_neutral_values_are_said() {
    let history = read(
        b"order_id,placed_at,customer_id,sku,qty,payment\n\
          1001,2026-03-02 10:00:00,Ivan,A-100,5,card\n\
          1001,2026-03-02 10:00:00,Ivan,A-200,1,\n\
          C1,2026-03-02 12:00:00,Ivan,A-100,-1,\n",
    );
    assert_eq!((history.cancel_lines, history.cancels_without_sale), (1, 0));
    let said: Vec<String> = history.defaults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "price: 0.00, in 2 lines (no column \"unit_price\")",
            "kind: sale above zero, cancel below, in 2 lines (no column \"kind\")",
            "channel: site, in 2 lines (no column \"channel\")",
            "payment: any, in 1 line (empty in column \"payment\")",
            "delivery: any, in 2 lines (no column \"delivery\")",
            "warehouse: none, in 2 lines (no column \"warehouse\")",
        ]
    );
}

const HEADER: &str = "order_id,placed_at,customer_id,sku,qty,unit_price,kind\n";
const GOOD: &str = "1001,2026-03-02 10:00:00,Ivan,A-100,5,9.90,sale\n";
/// Rows, and what is said of each.
const FLAWS: [(&[u8], &str); 26] = [
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,\"1,5\",9.90,sale",
        "quantity \"1,5\": it is not a decimal number; fix it in the sending system",
    ),
    (b"7,2026-03-02 11:00:00,Ivan,A-100,,9.90,sale", "column \"qty\" is empty; fill it in"),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,0.0000001,9.90,sale",
        "quantity \"0.0000001\": it has 7 decimals; round it to 6 in the sending system",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,0,9.90,sale",
        "quantity 0 of a sale is not above zero; write a sale above zero and a cancel below",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,-1,9.90,service",
        "quantity -1 of a service is not above zero; write a sale above zero and a cancel below",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,0,9.90,",
        "quantity 0 is neither sale nor cancel; write a sale above zero and a cancel below",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,9.90,cancel",
        "quantity 1 of a cancel is not below zero; write a sale above zero and a cancel below",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,-0.01,sale",
        "price -0.01 EUR is below zero; write what one unit costs",
    ),
    (b"7,2026-03-02 11:00:00,Ivan,A-100,1,,sale", "column \"unit_price\" is empty; fill it in"),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,12.5O,sale",
        "price \"12.5O\": it is not a decimal number; fix it in the sending system",
    ),
    (
        b"7,02.03.2026,Ivan,A-100,1,9.90,sale",
        "moment \"02.03.2026\": it is not a moment such as 2026-03-02T10:00:00Z in the years 1 to 9999; fix it in the sending system",
    ),
    (b"7,,Ivan,A-100,1,9.90,sale", "column \"placed_at\" is empty; fill it in"),
    (b",2026-03-02 11:00:00,Ivan,A-100,1,9.90,sale", "column \"order_id\" is empty; fill it in"),
    (b"7,2026-03-02 11:00:00,Ivan,,1,9.90,sale", "column \"sku\" is empty; fill it in"),
    (
        b"7,2026-03-02 11:00:00,Ivan,A\x01,1,9.90,sale",
        "sku \"A\\u{1}\": it has a control character; remove it",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,9.90,gift",
        "kind \"gift\" is not known; write sale, service, cancel, edit, false or adjust",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,9.90",
        "6 fields where the header has 7; give as many as the header",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,A-100,1,9.90,sale,",
        "8 fields where the header has 7; give as many as the header",
    ),
    (
        b"7,2026-03-02 11:00:00,Iv\xE1n,A-100,1,9.90,sale",
        "byte 25 of the row is not UTF-8; save the file as UTF-8",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,\"A-100,1,9.90,sale",
        "a quote is opened and not closed; close it, or remove it",
    ),
    (
        b"7,2026-03-02 11:00:00,Ivan,\"A\"-100,1,9.90,sale",
        "text follows a closing quote; write a quote inside a field twice",
    ),
    (
        b"8,2026-03-02 11:00:00,Ivan,A-100,1,,edit",
        "no order 8 is placed by then; write the number of an earlier order",
    ),
    (
        b"8,2026-03-02 11:00:00,Ivan,,,,false",
        "no order 8 is placed by then; write the number of an earlier order",
    ),
    (
        b"1001,2026-03-02 09:59:59,Ivan,,,,false",
        "no order 1001 is placed by then; write the number of an earlier order",
    ),
    (
        b"1001,2026-03-02 11:00:00,Ivan,A-101,1,,edit",
        "order 1001 has no line of A-101; write an item of that order",
    ),
    (
        b"1001,2026-03-02 11:00:00,Ivan,A-100,-1,,edit",
        "quantity -1 of an edit is below zero; write the line's new quantity, 0 to drop the line",
    ),
];
