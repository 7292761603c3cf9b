//! The rows of the tables, column by column; what each means stands in the schema of the database that has them.

use sklad_base::{Day, Moment, Money, PersonId, Quantity};

use super::{Words, table::table};

table! {
    /// One item at one place where something of it stands.
    STOCK_LEVEL: StockLevel<'a> is "stock_level", key 2, history false {
        place: &'a str,
        sku: &'a str,
        outlet: Option<&'a str>,
        on_hand: Quantity,
        reserved: Quantity,
        held: Quantity,
        pending: Quantity,
        available: Quantity,
        uncommitted: Quantity,
        short: Quantity,
    }
}

table! {
    /// What an order line holds and waits for at a place.
    RESERVATION: Reservation<'a> is "reservation", key 3, history false {
        order_id: u32,
        line: u32,
        place: &'a str,
        sku: &'a str,
        priority: u32,
        since: Moment,
        asked: Quantity,
        reserved: Quantity,
        pending: Quantity,
        backordered: Quantity,
        expires: Option<Moment>,
        source: &'static str,
    }
}

table! {
    /// Goods went from one account to another.
    MOVEMENT: Moved<'a> is "movement", key 2, history true {
        record: u64,
        event: u32,
        moment: &'a str,
        day: Day,
        sku: &'a str,
        from_account: &'static str,
        from_place: Option<&'a str>,
        to_account: &'static str,
        to_place: Option<&'a str>,
        why: Option<&'static str>,
        quantity: Quantity,
        from_reserve: Quantity,
        order_id: Option<u32>,
        line: Option<u32>,
        who: Option<&'a str>,
    }
}

table! {
    /// An order as it stands.
    ORDER: OrderRow<'a> is "order", key 1, history false {
        order_id: u32,
        channel: &'a str,
        number: &'a str,
        placed_at: Moment,
        way: String,
        standing: &'static str,
        reason: Option<String>,
        reason_person: Option<PersonId>,
        is_started: bool,
        is_settled: bool,
        finished_at: Option<Moment>,
        missing: String,
        version: u32,
        customer: Option<&'static str>,
        card_id: Option<u32>,
        question: Option<String>,
        candidates: Option<String>,
        payment: Option<&'a str>,
        delivery: Option<&'a str>,
        region: Option<&'a str>,
        price_list: Option<&'a str>,
        buyer_group: Option<&'a str>,
        discount: Option<String>,
        currency: &'a str,
        decimals: u32,
        price_basis: &'static str,
        net: Option<Money>,
        tax: Option<Money>,
        gross: Option<Money>,
        delivery_gross: Option<Money>,
        fees_gross: Option<Money>,
        paid: Option<Money>,
        refunded: Option<Money>,
        outstanding: Option<Money>,
        buyer_person: Option<PersonId>,
        name: Option<&'a str>,
        email: Option<&'a str>,
        phone: Option<&'a str>,
        address: Option<&'a str>,
        comment_person: Option<PersonId>,
        comment: Option<&'a str>,
    }
}

table! {
    /// A line of an order as it stands.
    ORDER_LINE: OrderLine<'a> is "order_line", key 2, history false {
        order_id: u32,
        line: u32,
        sku: &'a str,
        is_kept: bool,
        place: &'a str,
        dispatch: Option<&'a str>,
        ordered: Quantity,
        cancelled: Quantity,
        waiting: Quantity,
        taken: Quantity,
        sent: Quantity,
        came_back: Quantity,
        returned: Quantity,
        written_off: Quantity,
        requested: Quantity,
        dismissed: Quantity,
        payable: Quantity,
        price: String,
        vat: String,
        discount: Option<String>,
        net: Option<Money>,
        tax: Option<Money>,
        gross: Option<Money>,
    }
}

table! {
    /// Something was done to an order.
    ORDER_LOG: Logged<'a> is "order_log", key 3, history true {
        order_id: u32,
        record: u64,
        event: u32,
        moment: &'a str,
        who: Option<&'a str>,
        who_is: Option<&'static str>,
        what: &'a str,
        was: Option<&'a str>,
        became: Option<&'a str>,
        person: Option<PersonId>,
        words: Option<&'a str>,
    }
}

table! {
    /// Where a live order stands on its route, and who has it.
    STAGE_QUEUE: Queued<'a> is "stage_queue", key 1, history false {
        order_id: u32,
        stage: &'a str,
        role: Option<&'a str>,
        assignee: Option<&'a str>,
        entered_at: Moment,
        clock: &'static str,
        deadline: Option<Moment>,
        problem_since: Option<Moment>,
        alerts: u32,
        payment: &'a str,
        delivery: &'a str,
    }
}

table! {
    /// A document as it stands.
    DOCUMENT: DocumentRow<'a> is "document", key 1, history false {
        document_id: u32,
        kind: &'static str,
        number: u32,
        order_id: Option<u32>,
        state: &'static str,
        day: Day,
        closed_on: Option<Day>,
        place: &'a str,
        to_place: Option<&'a str>,
        parent_id: Option<u32>,
        outside: Option<&'a str>,
        currency: Option<&'a str>,
        decimals: Option<u32>,
        net: Option<Money>,
        tax: Option<Money>,
        gross: Option<Money>,
        charges_gross: Option<Money>,
    }
}

table! {
    /// A line of a document as it stands.
    DOCUMENT_LINE: DocumentLine<'a> is "document_line", key 2, history false {
        document_id: u32,
        row: u32,
        line: u32,
        sku: &'a str,
        quantity: Quantity,
        price: Option<String>,
        net: Option<Money>,
        tax: Option<Money>,
        gross: Option<Money>,
        of_document_id: Option<u32>,
    }
}

table! {
    /// A counterparty's card, merged or not.
    COUNTERPARTY: CounterpartyRow is "counterparty", key 1, history false {
        card_id: u32,
        merged_into: Option<u32>,
        leads_to: u32,
        keys: u32,
        shared: u32,
    }
}

table! {
    /// What a customer said of itself was put on a card.
    CONTACT: Contact<'a> is "contact", key 3, history true {
        card_id: u32,
        record: u64,
        event: u32,
        moment: &'a str,
        what: &'static str,
        scheme: Option<String>,
        class: Option<&'static str>,
        person: PersonId,
        words: Option<&'a str>,
        plain: Option<String>,
    }
}

table! {
    /// Numbers of a kind of documents that none has or will have.
    VOID_NUMBER: VoidNumber<'a> is "void_number", key 2, history false {
        kind: &'static str,
        first: u32,
        last: u32,
        why: &'a str,
    }
}

impl super::Table {
    /// All tables.
    pub const ALL: [&'static Self; 12] = [
        &STOCK_LEVEL,
        &RESERVATION,
        &MOVEMENT,
        &ORDER,
        &ORDER_LINE,
        &ORDER_LOG,
        &STAGE_QUEUE,
        &DOCUMENT,
        &DOCUMENT_LINE,
        &COUNTERPARTY,
        &CONTACT,
        &VOID_NUMBER,
    ];
}

impl Words {
    /// All columns with words about persons.
    pub const ALL: [Self; 5] = [
        Self {
            table: "order",
            person: "buyer_person",
            columns: &["name", "email", "phone", "address"],
        },
        Self { table: "order", person: "comment_person", columns: &["comment"] },
        Self { table: "order", person: "reason_person", columns: &["reason"] },
        Self { table: "order_log", person: "person", columns: &["words"] },
        Self { table: "contact", person: "person", columns: &["words", "plain"] },
    ];
}
