# An order of Goodwix worked in 1C (G4, G7, G10): confirming reserves its goods, it goes out in two parts, and
# its route ends once all of it is sent and paid.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way client order
scheme goodwix
  scheme goodwix is adopted
as igor
place order 1001, paid by transfer, delivered by delivery: A-100 5 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: A-100 5, open
  order 1001: begins, transfer and delivery: new, igor, until 2026-03-03T05:00:00Z
  A-100 at MAIN: on hand 9, pending 5, available 9
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: A-100 5, open
  order 1001: is confirmed by shop
  order 1001: new -> confirmed, lena, until 2026-03-04T10:00:00Z; by itself; causes reserved
  order 1001: confirmed -> reserved, storekeeper, until 2026-03-04T10:00:00Z; by itself
  A-100 at MAIN: on hand 9, reserved 5, available 4
close bill of order 1001
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 4, available 4
as lena
send order 1001: A-100 2 pcs
  order 1001: 2 of A-100 sent
  order 1001: reserved -> partly shipped, storekeeper, until 2026-03-09T10:00:00Z; on partly sent
send order 1001
  order 1001: 3 of A-100 sent
# Nothing of it may be outstanding when it ends well.
mark order 1001 paid by transfer, tx-1
  order 1001: paid: 50.00 EUR by transfer (tx-1)
  order 1001: is paid
  order 1001: partly shipped -> shipped, the end; by itself
log of order 1001
  2026-03-02T10:00:00Z igor: stage: begins, transfer and delivery: new, igor, until 2026-03-03T05:00:00Z
  2026-03-02T10:00:00Z igor: standing: placed -> confirmed
  2026-03-02T10:00:00Z igor: stage: is confirmed by shop
  2026-03-02T10:00:00Z igor: stage: new -> confirmed, lena, until 2026-03-04T10:00:00Z; by itself; causes reserved
  2026-03-02T10:00:00Z igor: stage: confirmed -> reserved, storekeeper, until 2026-03-04T10:00:00Z; by itself
  2026-03-02T10:00:00Z igor: billed: 1 lines on document#2
  2026-03-02T10:00:00Z igor: taken of line 1: 0 -> 5
  2026-03-02T10:00:00Z lena: sent of line 1: 0 -> 2
  2026-03-02T10:00:00Z lena: stage: reserved -> partly shipped, storekeeper, until 2026-03-09T10:00:00Z; on partly sent
  2026-03-02T10:00:00Z lena: sent of line 1: 2 -> 5
  2026-03-02T10:00:00Z lena: paid: 50.00 EUR by transfer (tx-1)
  2026-03-02T10:00:00Z lena: stage: is paid
  2026-03-02T10:00:00Z lena: stage: partly shipped -> shipped, the end; by itself

# Too few are there: it is confirmed and waits until goods have come.
as igor
place order 1002, paid by cash, delivered by pick-up: A-100 6 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: A-100 6, open
  order 1002: begins, cash and pick-up: new, igor, until 2026-03-03T05:00:00Z
  A-100 at MAIN: on hand 4, pending 6, available 4
  short: order 1002 lacks 2 of A-100 at MAIN
confirm order 1002
  order 1002 is confirmed
  client order 2 is closed on 2026-03-02
  bill 2 of order 1002 at MAIN: A-100 6, open
  order 1002: is confirmed by shop
  order 1002: new -> confirmed, lena, until 2026-03-04T10:00:00Z; by itself; causes reserved
  A-100 at MAIN: on hand 4, reserved 4, pending 2, available 0
queue of role manager
  order 1002: confirmed, lena, until 2026-03-04T10:00:00Z
cancel order 1002 because the customer changed their mind
  order 1002 is cancelled, the customer changed their mind
  order 1002: 6 of A-100 cancelled, the customer changed their mind
  bill 2 is cancelled
  order 1002: confirmed -> rejected, a bad end; reject, on cancelled
  A-100 at MAIN: on hand 4, available 4
  nobody is short any more
queue of role manager
