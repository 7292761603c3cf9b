# B9 B10: where goods are taken at once, each edit takes or brings back its difference at once.
way closed bill
open A of SHOP
open B of SHOP, sending for A
item LAMP
receive LAMP 10 pcs at A
  receipt 1 at A: LAMP 10, closed on 2026-03-02
  LAMP at A: on hand 10, available 10

place order 1001: LAMP 2 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at A: LAMP 2, closed on 2026-03-02
  LAMP at A: on hand 8, available 8
change order 1001: LAMP to 5 pcs
  order 1001: 3 of LAMP more
  bill 2 of order 1001 at A: LAMP 3, closed on 2026-03-02
  LAMP at A: on hand 5, available 5
change order 1001: LAMP to 1 pcs
  order 1001: 4 of LAMP less
  storno 1 of order 1001 at A: LAMP 3, LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 9, available 9

way transfer
place order 1002: LAMP 2 pcs
  order 1002 is placed, by transfer
  transfer 1 of order 1002 from A to B: LAMP 2, closed on 2026-03-02
  LAMP at A: on hand 7, available 7
  LAMP at B: on hand 2, reserved 2, available 0
change order 1002: LAMP to 5 pcs
  order 1002: 3 of LAMP more
  transfer 2 of order 1002 from A to B: LAMP 3, closed on 2026-03-02
  LAMP at A: on hand 4, available 4
  LAMP at B: on hand 5, reserved 5, available 0
change order 1002: LAMP to 1 pcs
  order 1002: 4 of LAMP less
  transfer 3 of order 1002 from B to A: LAMP 3, LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 8, available 8
  LAMP at B: on hand 1, reserved 1, available 0
show papers of order 1002
  transfer 1: LAMP 2, closed on 2026-03-02
  transfer 2: LAMP 3, closed on 2026-03-02
  transfer 3: LAMP 3, LAMP 1, closed on 2026-03-02, from transfer 1, transfer 2
