//! Rows read from a shop as it stands.

use std::fmt::Display;

use sklad_base::{
    Amounts, Currency, DocumentId, ItemId, LineId, LineNo, OrderId, Personal, PlaceId, Price,
    PriceBasis,
};
use sklad_document::{Document, Kind, State, Void};
use sklad_flow::{Case, Shop};
use sklad_order::{Line, Reason, Receipt, Standing};
use sklad_party::CardId;
use sklad_stage::{Clock, Track};
use sklad_stock::{Cell, Claim, Source};

use super::{
    Sink, Table, Value,
    customers::{Whose, tell_card},
    rows::{
        DocumentLine, DocumentRow, OrderLine, OrderRow, Queued, RESERVATION, Reservation,
        STAGE_QUEUE, STOCK_LEVEL, StockLevel, VoidNumber,
    },
    table::{Field as _, Row as _},
};

/// Tells every row of a shop's state, table by table; what happened in it is not state, and is not told.
///
/// # Errors
/// What the sink says.
pub fn tell_state<S: Sink>(shop: &Shop, sink: &mut S) -> Result<(), S::Fault> {
    for (place, _) in shop.catalogue().places() {
        for (item, _) in shop.ledger().cells(place) {
            tell_cell(shop, (place, item), sink)?;
        }
    }
    for claim in shop.ledger().claims() {
        tell_claim(shop, (claim.line, claim.place), sink)?;
    }
    for case in shop.cases() {
        tell_order(shop, case, sink)?;
        if is_live(shop.track(case.id())) {
            tell_stage(shop, case.id(), sink)?;
        }
    }
    let ids = (0..shop.numbers().documents()).map(DocumentId::new);
    ids.into_iter().try_for_each(|id| tell_document_of(shop, id, sink))?;
    let cards = shop.customers().next_card().map_or(u32::MAX, CardId::number);
    (0..cards).map(CardId::new).try_for_each(|card| tell_card(shop, card, sink))?;
    tell_voids(shop, sink)
}

/// Tells which numbers of documents are void.
pub(crate) fn tell_voids<S: Sink>(shop: &Shop, sink: &mut S) -> Result<(), S::Fault> {
    shop.numbers().voids().iter().try_for_each(|void| {
        let Void { kind: its, first, last, why } = void;
        VoidNumber { kind: kind(*its), first: *first, last: *last, why }.put(sink)
    })
}

/// Tells whether a row is that of an order which has left the state: its rows stay, as they were.
///
/// ```
/// use sklad_flow::Shop;
/// use sklad_store::views::{Table, Value, has_left};
///
/// let order = Table::ALL.into_iter().find(|table| table.name == "order").unwrap();
/// assert!(!has_left(&Shop::new(), order, &[Value::Integer(7)]));
/// ```
#[must_use]
pub fn has_left(shop: &Shop, table: &Table, key: &[Value<'_>]) -> bool {
    let Some(Value::Integer(id)) = key.first() else { return false };
    let Ok(id) = u32::try_from(*id) else { return false };
    let order = match table.name {
        "order" | "order_line" => Some(OrderId::new(id)),
        "document" | "document_line" => shop.owner(DocumentId::new(id)).flatten(),
        _ => None,
    };
    order.is_some_and(|order| shop.record_of(order).is_some())
}

/// Tells one cell: gone where nothing stands in it.
pub(crate) fn tell_cell<S: Sink>(
    shop: &Shop,
    (place, item): (PlaceId, ItemId),
    sink: &mut S,
) -> Result<(), S::Fault> {
    let cell = shop.ledger().cell(place, item);
    let outlet = shop.ledger().outlet_of(place).and_then(|outlet| shop.catalogue().outlet(outlet));
    let (place, sku) = (place_name(shop, place), sku(shop, item));
    if cell == Cell::default() {
        return sink.remove(&STOCK_LEVEL, &[place.value(), sku.value()]);
    }
    let level = StockLevel {
        place,
        sku,
        outlet: outlet.map(|outlet| outlet.as_str()),
        on_hand: cell.on_hand(),
        reserved: cell.reserved(),
        held: cell.held(),
        pending: cell.pending(),
        available: cell.available(),
        uncommitted: cell.uncommitted(),
        short: cell.short(),
    };
    level.put(sink)
}

/// Tells one claim: gone where the line holds and waits for nothing there.
pub(crate) fn tell_claim<S: Sink>(
    shop: &Shop,
    (line, place): (LineId, PlaceId),
    sink: &mut S,
) -> Result<(), S::Fault> {
    let (order_id, number) = (line.order().number(), shown(line.line()));
    let name = place_name(shop, place);
    let Some(claim) = shop.ledger().claim(line, place) else {
        return sink.remove(&RESERVATION, &[order_id.value(), number.value(), name.value()]);
    };
    let terms = shop.ledger().terms(line, place);
    let Claim { item, rank, asked, reserved, .. } = claim;
    let reservation = Reservation {
        order_id,
        line: number,
        place: name,
        sku: sku(shop, item),
        priority: rank.priority,
        since: rank.since,
        asked,
        reserved,
        pending: claim.pending(),
        backordered: terms.backordered,
        expires: terms.expires,
        source: match terms.source {
            Source::Own => "own",
            Source::Integration => "integration",
        },
    };
    reservation.put(sink)
}

/// Tells an order with its lines.
pub(crate) fn tell_order<S: Sink>(shop: &Shop, case: &Case, sink: &mut S) -> Result<(), S::Fault> {
    // An order has refused every edit that would make it past counting; one that came in so has no amounts.
    let receipt = case.order().receipt().ok();
    tell_head(shop, (case, receipt.as_ref()), sink)?;
    case.order().lines().try_for_each(|(no, line)| {
        let costs = receipt.as_ref().and_then(|it| it.lines.get(no.index())).map(|it| it.amounts);
        tell_line(shop, (case.id(), no, line), costs, sink)
    })
}

fn tell_head<S: Sink>(
    shop: &Shop,
    (case, receipt): (&Case, Option<&Receipt>),
    sink: &mut S,
) -> Result<(), S::Fault> {
    let order = case.order();
    let (standing, reason) = match order.standing() {
        Standing::Placed => ("placed", None),
        Standing::Confirmed => ("confirmed", None),
        Standing::False { reason } => ("false", Some(reason)),
        Standing::Cancelled { reason } => ("cancelled", Some(reason)),
    };
    let (buyer, comment) = (order.buyer(), order.comment());
    let words = buyer.and_then(Personal::words);
    let whose = Whose::of(shop, case.id());
    let terms = order.terms();
    let head = OrderRow {
        order_id: case.id().number(),
        channel: order.channel().as_str(),
        number: order.number().as_str(),
        placed_at: order.placed_at(),
        way: case.way().to_string(),
        standing,
        reason: reason.and_then(reason_text),
        reason_person: reason.and_then(Reason::person),
        is_started: case.is_started(),
        is_settled: order.is_settled(),
        finished_at: case.finished(),
        missing: list(order.missing()),
        version: order.version().number(),
        customer: whose.customer,
        card_id: whose.card,
        question: whose.question,
        candidates: whose.candidates,
        payment: order.payment().map(|it| it.as_str()),
        delivery: order.delivery().map(|it| it.as_str()),
        region: order.region().map(|it| it.as_str()),
        price_list: order.price_list().map(|it| it.as_str()),
        buyer_group: said(order.group()),
        discount: Some(list(order.discounts())).filter(|text| !text.is_empty()),
        currency: terms.currency.as_str(),
        decimals: terms.currency.decimals(),
        price_basis: match terms.basis {
            PriceBasis::Net => "net",
            PriceBasis::Gross => "gross",
        },
        net: receipt.map(|it| it.total.net()),
        tax: receipt.map(|it| it.total.tax()),
        gross: receipt.map(|it| it.total.gross()),
        delivery_gross: receipt.map(|it| it.delivery.gross()),
        fees_gross: receipt.map(|it| it.fees.gross()),
        paid: receipt.map(|it| it.paid),
        refunded: receipt.map(|it| it.refunded),
        outstanding: receipt.map(|it| it.outstanding),
        buyer_person: buyer.map(Personal::person),
        name: words.and_then(|it| said(&it.name)),
        email: words.and_then(|it| said(&it.email)),
        phone: words.and_then(|it| said(&it.phone)),
        address: words.and_then(|it| said(&it.address)),
        comment_person: comment.map(Personal::person),
        comment: comment.and_then(Personal::words).and_then(|it| said(it)),
    };
    head.put(sink)
}

fn tell_line<S: Sink>(
    shop: &Shop,
    (order, no, line): (OrderId, LineNo, &Line),
    costs: Option<Amounts>,
    sink: &mut S,
) -> Result<(), S::Fault> {
    use sklad_order::Bound;
    let asked = line.asked();
    let row = OrderLine {
        order_id: order.number(),
        line: shown(no),
        sku: sku(shop, asked.item),
        is_kept: asked.kept,
        place: place_name(shop, asked.place),
        dispatch: asked.dispatch.map(|place| place_name(shop, place)),
        ordered: line.ordered(),
        cancelled: line.cancelled(),
        waiting: line.waiting(),
        taken: line.taken(),
        sent: line.sent(),
        came_back: line.bound(Bound::CameBack),
        returned: line.bound(Bound::Returned),
        written_off: line.bound(Bound::WrittenOff),
        requested: line.requested(),
        dismissed: line.dismissed(),
        payable: line.payable(),
        price: price_text(line.price()),
        vat: asked.vat.to_string(),
        discount: asked.discount.map(|discount| discount.to_string()),
        net: costs.map(Amounts::net),
        tax: costs.map(Amounts::tax),
        gross: costs.map(Amounts::gross),
    };
    row.put(sink)
}

/// Tells where an order stands: gone where it has ended its route, or has none.
pub(crate) fn tell_stage<S: Sink>(
    shop: &Shop,
    order: OrderId,
    sink: &mut S,
) -> Result<(), S::Fault> {
    let Some(track) = shop.track(order).filter(|track| is_live(Some(track))) else {
        return sink.remove(&STAGE_QUEUE, &[order.number().value()]);
    };
    let queued = Queued {
        order_id: order.number(),
        stage: track.stage().as_str(),
        role: track.role().map(|it| it.as_str()),
        assignee: track.assignee().map(|it| it.as_str()),
        entered_at: track.entered(),
        clock: match track.clock() {
            Clock::Runs { .. } => "runs",
            Clock::Stands { by_hand: true, .. } => "paused",
            Clock::Stands { by_hand: false, .. } | Clock::Ended(_) => "stands",
        },
        deadline: track.clock().deadline(),
        problem_since: track.problem().map(|it| it.since),
        alerts: track.problem().map_or(0, |it| u32::from(it.alerts)),
        payment: track.payment().as_str(),
        delivery: track.delivery().as_str(),
    };
    queued.put(sink)
}

fn is_live(track: Option<&Track>) -> bool {
    track.is_some_and(|track| track.outcome().is_none())
}

/// Tells a document by its id, with its lines.
pub(crate) fn tell_document_of<S: Sink>(
    shop: &Shop,
    id: DocumentId,
    sink: &mut S,
) -> Result<(), S::Fault> {
    shop.document(id).map_or(Ok(()), |document| tell_document(shop, document, sink))
}

pub(crate) fn tell_document<S: Sink>(
    shop: &Shop,
    (order, document): (Option<OrderId>, &Document),
    sink: &mut S,
) -> Result<(), S::Fault> {
    let sheet = &document.sheet;
    let total = total(document);
    let (state, closed_on) = match sheet.state {
        State::Open => ("open", None),
        State::Closed(day) => ("closed", Some(day)),
        State::Cancelled => ("cancelled", None),
    };
    let currency = total.map(|it| it.gross().currency());
    let head = DocumentRow {
        document_id: document.id.number(),
        kind: kind(sheet.kind),
        number: document.number,
        order_id: order.map(OrderId::number),
        state,
        day: sheet.day,
        closed_on,
        place: place_name(shop, sheet.place),
        to_place: sheet.to.map(|place| place_name(shop, place)),
        parent_id: sheet.parent.map(DocumentId::number),
        outside: sheet.outside.as_deref(),
        currency: currency.as_ref().map(Currency::as_str),
        decimals: currency.map(Currency::decimals),
        net: total.map(Amounts::net),
        tax: total.map(Amounts::tax),
        gross: total.map(Amounts::gross),
        charges_gross: sheet.charges.map(Amounts::gross),
    };
    head.put(sink)?;
    (1_u32..).zip(&sheet.lines).try_for_each(|(row, line)| {
        let row = DocumentLine {
            document_id: document.id.number(),
            row,
            line: shown(line.line),
            sku: sku(shop, line.item),
            quantity: line.quantity,
            price: line.price.map(price_text),
            net: line.amounts.map(Amounts::net),
            tax: line.amounts.map(Amounts::tax),
            gross: line.amounts.map(Amounts::gross),
            of_document_id: line.of.map(DocumentId::number),
        };
        row.put(sink)
    })
}

/// Returns what a document comes to; nothing where it is about goods alone.
fn total(document: &Document) -> Option<Amounts> {
    let mut amounts = document.amounts();
    let first = amounts.next()?;
    amounts.try_fold(first, Amounts::plus).ok()
}

pub(crate) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::ClientOrder => "client order",
        Kind::Invoice => "invoice",
        Kind::Bill => "bill",
        Kind::Storno => "storno",
        Kind::Return => "return",
        Kind::Transfer => "transfer",
        Kind::SupplierOrder => "supplier order",
        Kind::Receipt => "receipt",
    }
}

/// Returns a line's number as people count: from 1.
pub(crate) fn shown(line: LineNo) -> u32 {
    u32::from(line.number()).saturating_add(1)
}

pub(crate) fn place_name(shop: &Shop, place: PlaceId) -> &str {
    shop.catalogue().place(place).map_or("", |code| code.as_str())
}

pub(crate) fn sku(shop: &Shop, item: ItemId) -> &str {
    shop.catalogue().item(item).map_or("", |item| item.sku.as_str())
}

/// Returns a price with the decimals of its currency, and more where it has more: the same price is the same text.
fn price_text(price: Price) -> String {
    let mut amount = price.amount().normalize();
    if amount.scale() < price.currency().decimals() {
        amount.rescale(price.currency().decimals());
    }
    amount.to_string()
}

/// Returns why; nothing once the words are forgotten.
fn reason_text(reason: &Reason) -> Option<String> {
    let is_forgotten = matches!(reason, Reason::Words(words) if words.words().is_none());
    (!is_forgotten).then(|| reason.to_string())
}

fn said(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}

fn list<T: Display>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
}
