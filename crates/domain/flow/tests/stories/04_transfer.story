# B10: a completed transfer moves the goods from warehouse A, which the site watches, to warehouse B, which sells.
# After the goods are sent, the transfer becomes a bill that draws them from B.
way transfer
open A of SHOP
open B of SHOP, sending for A
item LAMP
receive LAMP 5 pcs at A
  receipt 1 at A: LAMP 5, closed on 2026-03-02
  LAMP at A: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by transfer
  transfer 1 of order 1001 from A to B: LAMP 2, closed on 2026-03-02
  LAMP at A: on hand 3, available 3
  LAMP at B: on hand 2, reserved 2, available 0

# The order can be looked at before its bill; the day closes all the same, and what is not billed is listed.
show unbilled transfers of SHOP
  transfer 1 of 2026-03-02
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed

clock 2026-03-03 09:00
send order 1001
  bill 1 of order 1001 at B: LAMP 2, closed on 2026-03-03
  order 1001: 2 of LAMP sent
  LAMP at B: on hand 0, available 0
show papers of order 1001
  transfer 1: LAMP 2, closed on 2026-03-02
  bill 1: LAMP 2, closed on 2026-03-03, from transfer 1
show unbilled transfers of SHOP
