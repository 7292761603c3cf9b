# B10 B13: what was moved for a false order goes back from B to A.
way transfer
open A of SHOP
open B of SHOP, sending for A
item LAMP
receive LAMP 5 pcs at A
  receipt 1 at A: LAMP 5, closed on 2026-03-02
  LAMP at A: on hand 5, available 5

place order 1001: LAMP 3 pcs
  order 1001 is placed, by transfer
  transfer 1 of order 1001 from A to B: LAMP 3, closed on 2026-03-02
  LAMP at A: on hand 2, available 2
  LAMP at B: on hand 3, reserved 3, available 0
send order 1001: LAMP 1 pcs
  bill 1 of order 1001 at B: LAMP 1, closed on 2026-03-02
  order 1001: 1 of LAMP sent
  LAMP at B: on hand 2, reserved 2, available 0
false order 1001 because nobody answers the phone
  order 1001 is false, nobody answers the phone
  order 1001: 2 of LAMP cancelled, nobody answers the phone
  transfer 2 of order 1001 from B to A: LAMP 2, closed on 2026-03-02
  LAMP at A: on hand 4, available 4
  LAMP at B: on hand 0, available 0
show papers of order 1001
  transfer 1: LAMP 3, closed on 2026-03-02
  bill 1: LAMP 1, closed on 2026-03-02, from transfer 1
  transfer 2: LAMP 2, closed on 2026-03-02, from transfer 1

# The one on the road is not found at home, and comes back to A.
come back order 1001 at A, restocked
  order 1001: 1 of LAMP came back
  storno 1 of order 1001 at A: LAMP 1, closed on 2026-03-02
  LAMP at A: on hand 5, available 5
show stock
  LAMP at A: on hand 5, available 5
