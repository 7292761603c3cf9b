# B9: items that do not depend on stock are sold without it, each way.
way closed bill
open A of SHOP
open B of SHOP, sending for A
item LAMP
service WRAP
receive LAMP 3 pcs at A
  receipt 1 at A: LAMP 3, closed on 2026-03-02
  LAMP at A: on hand 3, available 3
receive WRAP 3 pcs at A
  refused: cannot book stock of WRAP: no stock is kept of it; add an item that is kept

place order 1001: LAMP 1 pcs, WRAP 100 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at A: LAMP 1, WRAP 100, closed on 2026-03-02
  LAMP at A: on hand 2, available 2
send order 1001
  order 1001: 1 of LAMP sent
  order 1001: 100 of WRAP sent

way transfer
place order 1002: LAMP 1 pcs, WRAP 1 pcs
  order 1002 is placed, by transfer
  transfer 1 of order 1002 from A to B: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 1, available 1
  LAMP at B: on hand 1, reserved 1, available 0
send order 1002
  bill 2 of order 1002 at B: LAMP 1, closed on 2026-03-02
  bill 3 of order 1002 at A: WRAP 1, closed on 2026-03-02
  order 1002: 1 of LAMP sent
  order 1002: 1 of WRAP sent
  LAMP at B: on hand 0, available 0
show papers of order 1002
  transfer 1: LAMP 1, closed on 2026-03-02
  bill 2: LAMP 1, closed on 2026-03-02, from transfer 1
  bill 3: WRAP 1, closed on 2026-03-02

way client order
place order 1003: WRAP 1 pcs
  order 1003 is placed, by client order
  client order 1 of order 1003 at A: WRAP 1, open
confirm order 1003
  order 1003 is confirmed
  client order 1 is closed on 2026-03-02
  bill 4 of order 1003 at A: WRAP 1, open
close bill of order 1003
  bill 4 is closed on 2026-03-02
show stock
  LAMP at A: on hand 1, available 1
