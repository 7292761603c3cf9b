# B6: a client order can be tied to other operations: an order to a supplier, a receipt, a transfer.
way client order
open MAIN of SHOP
item LAMP

place order 1001: LAMP 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 0, pending 2, available 0
  short: order 1001 lacks 2 of LAMP at MAIN
tie order 1001 to supplier order PO-7
  supplier order 1 of order 1001 at MAIN, closed on 2026-03-02
receive LAMP 2 pcs at MAIN
  receipt 1 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 2, pending 2, available 2
  nobody is short any more
tie order 1001 to receipt GR-12
  receipt 2 of order 1001 at MAIN, closed on 2026-03-02
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 2, open
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 0, available 0
show papers of order 1001
  client order 1: LAMP 2, closed on 2026-03-02
  supplier order 1, closed on 2026-03-02, from client order 1, PO-7 elsewhere
  receipt 2, closed on 2026-03-02, from client order 1, GR-12 elsewhere
  bill 1: LAMP 2, closed on 2026-03-02, from client order 1
