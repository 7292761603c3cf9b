# Several places: a line goes to the first place that has enough for all who wait and for it; one paper per place,
# all of one family.
way open bill
open MAIN of SHOP
open SIDE of SHOP
item LAMP
item SHADE
receive LAMP 2 pcs, SHADE 1 pcs at MAIN
  receipt 1 at MAIN: LAMP 2, SHADE 1, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
  SHADE at MAIN: on hand 1, available 1
receive LAMP 5 pcs, SHADE 5 pcs at SIDE
  receipt 2 at SIDE: LAMP 5, SHADE 5, closed on 2026-03-02
  LAMP at SIDE: on hand 5, available 5
  SHADE at SIDE: on hand 5, available 5

place order 1001: LAMP 2 pcs, SHADE 3 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  bill 2 of order 1001 at SIDE: SHADE 3, open
  LAMP at MAIN: on hand 2, pending 2, available 2
  SHADE at SIDE: on hand 5, pending 3, available 5
place order 1002: LAMP 1 pcs
  order 1002 is placed, by open bill
  bill 3 of order 1002 at SIDE: LAMP 1, open
  LAMP at SIDE: on hand 5, pending 1, available 5
close bill of order 1001
  bill 1 is closed on 2026-03-02
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 0, available 0
  SHADE at SIDE: on hand 2, available 2
send order 1001
  order 1001: 2 of LAMP sent
  order 1001: 3 of SHADE sent
show papers of order 1001
  bill 1: LAMP 2, closed on 2026-03-02
  bill 2: SHADE 3, closed on 2026-03-02
