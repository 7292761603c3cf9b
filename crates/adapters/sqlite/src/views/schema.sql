-- The read models of a sklad shop: what its log says, as tables. Version 3.
--
-- Read only: what is written here by hand is lost, and named by the check as a difference.
--
-- Quantities are whole numbers: millionths of the item's base unit (2.5 pieces are 2500000).
-- Amounts are whole numbers: minor units of the currency (24.90 EUR are 2490); NULL where there is none yet.
-- So sums and comparisons are exact. The views below have the same columns, and beside each such column one with
-- `_text` behind its name, to be read by people: '2.5', '24.90'.
-- Moments are text in UTC, always with six decimals: '2026-03-02T10:00:00.000000Z'; days are text: '2026-03-02'.
-- Both sort as they should, and SQLite's date functions read them.
-- Yes and no are 1 and 0. Lines are counted from 1, as people do.

-- One row: up to where the tables reflect the log. What was written later is not in them yet.
CREATE TABLE reflects (
    one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL,  -- the log's own position of the last record; 0 before the first
    record   INTEGER NOT NULL,  -- its number; 0 before the first
    version  INTEGER NOT NULL,  -- of these tables
    epoch    INTEGER NOT NULL,  -- in which life of the log: 0, or when it was restored, in microseconds since 1970
    moment   TEXT,              -- when it was decided
    is_clean INTEGER NOT NULL   -- 0 while forgotten words may still lie in unused corners of the file
) STRICT;

-- One item at one place, where something of it stands.
CREATE TABLE stock_level (
    place       TEXT    NOT NULL,
    sku         TEXT    NOT NULL,
    outlet      TEXT,              -- the outlet that the place belongs to
    on_hand     INTEGER NOT NULL,  -- physically there
    reserved    INTEGER NOT NULL,  -- of that, promised to order lines
    held        INTEGER NOT NULL,  -- of that, set aside
    pending     INTEGER NOT NULL,  -- asked for by accepted orders, neither reserved nor taken
    available   INTEGER NOT NULL,  -- on_hand - reserved - held: what can be promised now
    uncommitted INTEGER NOT NULL,  -- available - pending: what is left if all who wait are served first
    short       INTEGER NOT NULL,  -- by how much those who wait go short
    PRIMARY KEY (place, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_level_of_item ON stock_level (sku, place);
CREATE INDEX stock_level_short ON stock_level (place, sku) WHERE short > 0;

-- What an order line holds and waits for at a place, as long as it does.
CREATE TABLE reservation (
    order_id    INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    place       TEXT    NOT NULL,
    sku         TEXT    NOT NULL,
    priority    INTEGER NOT NULL,  -- 0 is served before 1,
    since       TEXT    NOT NULL,  -- then who waits longer,
                                   -- then the lower order_id and line
    asked       INTEGER NOT NULL,  -- what its order still asks for here
    reserved    INTEGER NOT NULL,  -- what is promised to it here
    pending     INTEGER NOT NULL,  -- what it waits for: asked - reserved
    backordered INTEGER NOT NULL,  -- of that, promised against goods that are still to come
    expires     TEXT,              -- when the promise ends by itself
    source      TEXT    NOT NULL,  -- who made it: 'own', 'integration'
    PRIMARY KEY (order_id, line, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_of_cell ON reservation (sku, place, priority, since);

-- Goods went from one account to another. Rows are added and never change.
CREATE TABLE movement (
    record       INTEGER NOT NULL,  -- the log's record that it stands in,
    event        INTEGER NOT NULL,  -- and its number there
    moment       TEXT    NOT NULL,  -- when it was booked
    day          TEXT    NOT NULL,  -- the business day that it is booked on
    sku          TEXT    NOT NULL,
    from_account TEXT    NOT NULL,  -- 'place', 'supplier', 'customer', 'transit', 'partner', 'adjustment'
    from_place   TEXT,              -- which place, where it is one
    to_account   TEXT    NOT NULL,
    to_place     TEXT,
    why          TEXT,              -- of an adjustment: 'opening', 'found', 'lost', 'damaged', 'counted'
    quantity     INTEGER NOT NULL,  -- above zero
    from_reserve INTEGER NOT NULL,  -- of that, what was reserved for the line
    order_id     INTEGER,           -- for which order line, where it was for one
    line         INTEGER,
    who          TEXT,              -- who wanted it; NULL where it happened by itself
    PRIMARY KEY (record, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX movement_of_item ON movement (sku, day);
CREATE INDEX movement_of_day ON movement (day);
CREATE INDEX movement_of_order ON movement (order_id, line) WHERE order_id IS NOT NULL;

-- An order as it stands. Its name is a word of SQL: write "order", or use the view orders.
CREATE TABLE "order" (
    order_id       INTEGER NOT NULL PRIMARY KEY,
    channel        TEXT    NOT NULL,  -- the way it came in,
    number         TEXT    NOT NULL,  -- and its number there
    placed_at      TEXT    NOT NULL,
    way            TEXT    NOT NULL,  -- how it enters the books: 'client order', 'open bill', 'closed bill', 'transfer'
    standing       TEXT    NOT NULL,  -- 'placed', 'confirmed', 'false', 'cancelled'
    reason         TEXT,              -- why it is false or cancelled
    reason_person  INTEGER,           -- whom that is about, where somebody wrote it
    is_started     INTEGER NOT NULL,  -- whether the books follow it yet
    is_settled     INTEGER NOT NULL,  -- whether no unit of it waits or lies taken
    finished_at    TEXT,              -- since when nothing of it is left to do; a finished order stays in these tables
    missing        TEXT    NOT NULL,  -- confirmations that it still needs, with commas between them
    version        INTEGER NOT NULL,  -- how often it has changed
    customer       TEXT,              -- 'known'; 'undecided' while a person must say whose it is; NULL: never looked for
    card_id        INTEGER,           -- the counterparty's card that it was put on; where that leads now says counterparty
    question       TEXT,              -- why a person must say whose it is, and what is proposed
    candidates     TEXT,              -- the cards to look at, with commas between them
    payment        TEXT,
    delivery       TEXT,
    region         TEXT,
    price_list     TEXT,
    buyer_group    TEXT,
    discount       TEXT,              -- what comes off the lines together
    currency       TEXT    NOT NULL,
    decimals       INTEGER NOT NULL,  -- how many the currency has
    price_basis    TEXT    NOT NULL,  -- whether its prices are 'net' or 'gross'
    net            INTEGER,           -- what it comes to as it stands: net + tax = gross
    tax            INTEGER,
    gross          INTEGER,
    delivery_gross INTEGER,           -- of that, delivery
    fees_gross     INTEGER,           -- of that, fees
    paid           INTEGER,
    refunded       INTEGER,
    outstanding    INTEGER,           -- gross - paid + refunded; below zero, to be given back
    -- Words about a person, and the number that the shop gives that person: NULL once the person is forgotten.
    buyer_person   INTEGER,
    name           TEXT,
    email          TEXT,
    phone          TEXT,
    address        TEXT,
    comment_person INTEGER,
    comment        TEXT,              -- what the customer wrote
    UNIQUE (channel, number)
) STRICT;
CREATE INDEX order_placed_at ON "order" (placed_at);
CREATE INDEX order_to_do ON "order" (order_id) WHERE is_settled = 0;
CREATE INDEX order_of_card ON "order" (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX order_undecided ON "order" (order_id) WHERE customer = 'undecided';
CREATE INDEX order_of_buyer ON "order" (buyer_person) WHERE buyer_person IS NOT NULL;
CREATE INDEX order_comment_of ON "order" (comment_person) WHERE comment_person IS NOT NULL;
CREATE INDEX order_reason_of ON "order" (reason_person) WHERE reason_person IS NOT NULL;

-- A line of an order as it stands: ordered = waiting + taken + cancelled.
CREATE TABLE order_line (
    order_id    INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    sku         TEXT    NOT NULL,
    is_kept     INTEGER NOT NULL,  -- whether stock is kept of it
    place       TEXT    NOT NULL,  -- where it is served from
    dispatch    TEXT,              -- where it is sent from, if it is moved there first
    ordered     INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,  -- rejected; it stays visible beside what is ordered
    waiting     INTEGER NOT NULL,  -- asked for, has not moved
    taken       INTEGER NOT NULL,  -- has left its place for the order, sent units among it
    sent        INTEGER NOT NULL,  -- on the road to the customer
    came_back   INTEGER NOT NULL,  -- of that, not accepted and here again
    returned    INTEGER NOT NULL,  -- of that, accepted first and here again
    written_off INTEGER NOT NULL,  -- of that, will never arrive
    requested   INTEGER NOT NULL,  -- of that, the customer asked to send back
    dismissed   INTEGER NOT NULL,  -- arrived as a return and was not taken back
    payable     INTEGER NOT NULL,  -- the customer's to pay: wanted and not come home
    price       TEXT    NOT NULL,  -- what one unit costs, exact, in the order's basis
    vat         TEXT    NOT NULL,  -- '20%', 'no VAT'
    discount    TEXT,
    net         INTEGER,           -- what the line comes to as it stands
    tax         INTEGER,
    gross       INTEGER,
    PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_of_item ON order_line (sku);

-- What was done to an order: who, when, what it was, what it is. Rows are added and change only to forget words.
CREATE TABLE order_log (
    order_id      INTEGER NOT NULL,
    record        INTEGER NOT NULL,  -- the log's record that it stands in,
    event         INTEGER NOT NULL,  -- and its number there
    moment        TEXT    NOT NULL,
    who           TEXT,              -- NULL where it happened by itself
    who_is        TEXT,              -- 'person', 'system', 'partner'
    what          TEXT    NOT NULL,  -- what it is about
    was           TEXT,
    became        TEXT,
    person        INTEGER,           -- whom `words` are about
    words         TEXT,              -- what somebody said: the buyer as given, a comment, a reason;
                                     -- NULL once the person is forgotten
    PRIMARY KEY (order_id, record, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_log_of_person ON order_log (person) WHERE person IS NOT NULL;

-- A document as it stands; the numbers of a kind have no gaps but those that void_number tells of.
CREATE TABLE document (
    document_id   INTEGER NOT NULL PRIMARY KEY,
    kind          TEXT    NOT NULL,  -- 'client order', 'invoice', 'bill', 'storno', 'return', 'transfer',
                                     -- 'supplier order', 'receipt'
    number        INTEGER NOT NULL,
    order_id      INTEGER,           -- the order that it belongs to, where it belongs to one
    state         TEXT    NOT NULL,  -- 'open', 'closed', 'cancelled'
    day           TEXT    NOT NULL,  -- the business day on which it was made
    closed_on     TEXT,              -- its day in the books
    place         TEXT    NOT NULL,  -- whose goods it is about; where they leave, if there are two places
    to_place      TEXT,
    parent_id     INTEGER,           -- the document that it follows from
    outside       TEXT,              -- its number in another system
    currency      TEXT,              -- NULL where it is about goods alone
    decimals      INTEGER,           -- how many the currency has
    net           INTEGER,           -- what it comes to, frozen as it was closed
    tax           INTEGER,
    gross         INTEGER,
    charges_gross INTEGER,           -- of that, delivery and fees
    UNIQUE (kind, number)
) STRICT;
CREATE INDEX document_of_order ON document (order_id);
CREATE INDEX document_of_day ON document (kind, closed_on);
CREATE INDEX document_open ON document (kind, day, place) WHERE state = 'open';

-- A line of a document as it stands.
CREATE TABLE document_line (
    document_id    INTEGER NOT NULL,
    row            INTEGER NOT NULL,  -- counted from 1
    line           INTEGER NOT NULL,  -- the order line it is about; documents without an order count their own
    sku            TEXT    NOT NULL,
    quantity       INTEGER NOT NULL,
    price          TEXT,              -- what one unit costs, exact
    net            INTEGER,           -- what its units come to, frozen as the document was closed
    tax            INTEGER,
    gross          INTEGER,
    of_document_id INTEGER,           -- the document whose units it takes over or takes back
    PRIMARY KEY (document_id, row)
) STRICT, WITHOUT ROWID;

-- Numbers of documents that none has or will have: they were skipped as the log was restored from a backup.
CREATE TABLE void_number (
    kind  TEXT    NOT NULL,  -- as in document
    first INTEGER NOT NULL,  -- from this one
    last  INTEGER NOT NULL,  -- to this one
    why   TEXT    NOT NULL,
    PRIMARY KEY (kind, first)
) STRICT, WITHOUT ROWID;

-- Where a live order stands on its route, and who has it (S2-S4); orders that ended their route are not in it. Problems
-- come first, then the earliest deadline: ORDER BY problem_since IS NULL, coalesce(problem_since, deadline, '9'), order_id.
CREATE TABLE stage_queue (
    order_id      INTEGER NOT NULL PRIMARY KEY,
    stage         TEXT    NOT NULL,
    role          TEXT,              -- whose queue it stands in
    assignee      TEXT,              -- who works on it
    entered_at    TEXT    NOT NULL,  -- when it came to the stage
    clock         TEXT    NOT NULL,  -- 'runs', 'paused' by somebody, 'stands' as the stage wants it
    deadline      TEXT,              -- when the next alert is due
    problem_since TEXT,              -- when its limit passed, where it has
    alerts        INTEGER NOT NULL,  -- how many alerts went out for that
    payment       TEXT    NOT NULL,
    delivery      TEXT    NOT NULL
) STRICT;
CREATE INDEX stage_queue_of_role ON stage_queue (role, problem_since, deadline);
CREATE INDEX stage_queue_of_assignee ON stage_queue (assignee) WHERE assignee IS NOT NULL;

-- A counterparty's card (F4): one customer, who may have several that were merged. Numbers are given once and never die:
-- a merged card leads to the one that stands for it.
CREATE TABLE counterparty (
    card_id     INTEGER NOT NULL PRIMARY KEY,
    merged_into INTEGER,           -- the card that it was merged into; NULL while it stands for itself
    leads_to    INTEGER NOT NULL,  -- the card that stands for it now: itself, or the end of its merges
    keys        INTEGER NOT NULL,  -- how many e-mails, phones and tax numbers on it customers are found by,
    shared      INTEGER NOT NULL   -- of those, turned out to be many customers': nobody is found by them; look at the card
) STRICT;
CREATE INDEX counterparty_leads_to ON counterparty (leads_to);
CREATE INDEX counterparty_merged_into ON counterparty (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX counterparty_to_look_at ON counterparty (card_id) WHERE shared > 0;

-- What customers said of themselves, on the card that it was put on: its name, the contact persons' e-mails and phones, its
-- tax numbers. Rows are added and change only to forget words; what is no key comes once for each order that says it.
CREATE TABLE contact (
    card_id INTEGER NOT NULL,
    record  INTEGER NOT NULL,  -- the log's record that it stands in,
    event   INTEGER NOT NULL,  -- and its number there
    moment  TEXT    NOT NULL,
    what    TEXT    NOT NULL,  -- 'name', 'e-mail', 'phone', 'tax number'
    scheme  TEXT,              -- of a tax number: 'RU:INN', 'BG:EIK', 'DE:VAT'; NULL where it could not be read
    class   TEXT,              -- 'key': customers are found by it; 'shared', 'placeholder', 'invalid': why they are not;
                               -- as it was then: keys that turned shared later are counted in counterparty
    person  INTEGER NOT NULL,  -- whose words these are
    words   TEXT,              -- as they were written; NULL once the person is forgotten
    plain   TEXT,              -- in the one spelling to look it up by: 'ivan@romashka.ru', '7710000015'; NULL of a name, of
                               -- what cannot be read, and once the person is forgotten
    PRIMARY KEY (card_id, record, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_plain ON contact (plain) WHERE plain IS NOT NULL;
CREATE INDEX contact_of_person ON contact (person);
