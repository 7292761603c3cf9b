# B9 B10: goods that come go to those who wait and take at once, first come first served.
way closed bill
open A of SHOP
open B of SHOP, sending for A
item LAMP
receive LAMP 1 pcs at A
  receipt 1 at A: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 1, available 1

place order 1001: LAMP 3 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at A: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 0, pending 2, available 0
  short: order 1001 lacks 2 of LAMP at A
clock 2026-03-02 10:05
way transfer
place order 1002: LAMP 2 pcs
  order 1002 is placed, by transfer
  LAMP at A: on hand 0, pending 4, available 0
  short: order 1001 lacks 2 of LAMP at A
  short: order 1002 lacks 2 of LAMP at A

receive LAMP 3 pcs at A
  receipt 2 at A: LAMP 3, closed on 2026-03-02
  bill 2 of order 1001 at A: LAMP 2, closed on 2026-03-02
  transfer 1 of order 1002 from A to B: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 0, pending 1, available 0
  LAMP at B: on hand 1, reserved 1, available 0
  short: order 1002 lacks 1 of LAMP at A
receive LAMP 5 pcs at A
  receipt 3 at A: LAMP 5, closed on 2026-03-02
  transfer 2 of order 1002 from A to B: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 4, available 4
  LAMP at B: on hand 2, reserved 2, available 0
  nobody is short any more
show papers of order 1001
  bill 1: LAMP 1, closed on 2026-03-02
  bill 2: LAMP 2, closed on 2026-03-02
show papers of order 1002
  transfer 1: LAMP 1, closed on 2026-03-02
  transfer 2: LAMP 1, closed on 2026-03-02

# What an operator must close only becomes less urgent.
way client order
place order 1003: LAMP 9 pcs
  order 1003 is placed, by client order
  client order 1 of order 1003 at A: LAMP 9, open
  LAMP at A: on hand 4, pending 9, available 4
  short: order 1003 lacks 5 of LAMP at A
receive LAMP 4 pcs at A
  receipt 4 at A: LAMP 4, closed on 2026-03-02
  LAMP at A: on hand 8, pending 9, available 8
  short: order 1003 lacks 1 of LAMP at A
