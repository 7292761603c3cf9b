# B13: an open bill of a false order is cancelled and keeps its number; a closed one is taken back by a storno.
way open bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5
false order 1001 because it is a joke
  order 1001 is false, it is a joke
  order 1001: 2 of LAMP cancelled, it is a joke
  bill 1 is cancelled
  LAMP at MAIN: on hand 5, available 5

place order 1002: LAMP 2 pcs
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5
close bill of order 1002
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
false order 1002 because it is a joke
  order 1002 is false, it is a joke
  order 1002: 2 of LAMP cancelled, it is a joke
  storno 1 of order 1002 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5
show papers of order 1002
  bill 2: LAMP 2, closed on 2026-03-02
  storno 1: LAMP 2, closed on 2026-03-02, from bill 2
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed
