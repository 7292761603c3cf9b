# Sent goods come back (not accepted, nobody there), are returned after acceptance, or never arrive anywhere.
way closed bill
open MAIN of SHOP
open BACK of SHOP
item LAMP
receive LAMP 9 pcs at MAIN
  receipt 1 at MAIN: LAMP 9, closed on 2026-03-02
  LAMP at MAIN: on hand 9, available 9

place order 1001: LAMP 7 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 7, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1001
  order 1001: 7 of LAMP sent
come back order 1001: LAMP 1 pcs at MAIN, restocked
  order 1001: 1 of LAMP came back
  storno 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
come back order 1001: LAMP 1 pcs at BACK, held
  order 1001: 1 of LAMP came back
  storno 2 of order 1001 at BACK: LAMP 1, closed on 2026-03-02
  LAMP at BACK: on hand 1, held 1, available 0
come back order 1001: LAMP 1 pcs at MAIN, scrapped
  order 1001: 1 of LAMP came back
  storno 3 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
return order 1001: LAMP 2 pcs at BACK, restocked
  order 1001: 2 of LAMP returned
  return 1 of order 1001 at BACK: LAMP 2, closed on 2026-03-02
  LAMP at BACK: on hand 3, held 1, available 2
write off order 1001: LAMP 1 pcs at MAIN
  order 1001: 1 of LAMP written off
  storno 4 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02

# One is with the customer; more than that cannot come home.
return order 1001: LAMP 2 pcs at MAIN, restocked
  refused: cannot book 2 of line 1 as back or lost: 1 of it is out of the house and not to be returned; book no more than that, and answer the requested return for the rest
show order 1001
  LAMP: ordered 7, taken 7, sent 7, came back 3, returned 2, written off 1
show papers of order 1001
  bill 1: LAMP 7, closed on 2026-03-02
  storno 1: LAMP 1, closed on 2026-03-02, from bill 1
  storno 2: LAMP 1, closed on 2026-03-02, from bill 1
  storno 3: LAMP 1, closed on 2026-03-02, from bill 1
  return 1: LAMP 2, closed on 2026-03-02, from bill 1
  storno 4: LAMP 1, closed on 2026-03-02, from bill 1

# What was held can be sold again once somebody has looked at it.
unhold LAMP 1 pcs at BACK
  LAMP at BACK: on hand 3, available 3
