# B3 S7: edited up and down, before the close and after it. A closed bill never changes: the difference becomes a
# document of its own.
way open bill
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 10 pcs, SHADE 10 pcs at MAIN
  receipt 1 at MAIN: LAMP 10, SHADE 10, closed on 2026-03-02
  LAMP at MAIN: on hand 10, available 10
  SHADE at MAIN: on hand 10, available 10

place order 1001: LAMP 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 10, pending 2, available 10
change order 1001: LAMP to 5 pcs
  order 1001: 3 of LAMP more
  bill 1: LAMP +3
  LAMP at MAIN: on hand 10, pending 5, available 10
change order 1001: LAMP to 4 pcs
  order 1001: 1 of LAMP less
  bill 1: LAMP -1
  LAMP at MAIN: on hand 10, pending 4, available 10
add order 1001: SHADE 1 pcs
  order 1001: 1 of SHADE added
  bill 1: SHADE +1
  SHADE at MAIN: on hand 10, pending 1, available 10
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 6, available 6
  SHADE at MAIN: on hand 9, available 9

# Up: a further bill. Down: first from what waits, then a storno of what was taken.
change order 1001: LAMP to 6 pcs
  order 1001: 2 of LAMP more
  bill 2 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 6, pending 2, available 6
change order 1001: LAMP to 3 pcs
  order 1001: 3 of LAMP less
  bill 2 is cancelled
  storno 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 7, available 7
change bill 1: LAMP to 1 pcs
  refused: cannot change bill 1: it was closed on 2026-03-02; edit the order, and the difference becomes a document of its own
send order 1001
  order 1001: 3 of LAMP sent
  order 1001: 1 of SHADE sent
show papers of order 1001
  bill 1: LAMP 4, SHADE 1, closed on 2026-03-02
  bill 2: LAMP 2, cancelled
  storno 1: LAMP 1, closed on 2026-03-02, from bill 1

# What is sent is beyond edit.
change order 1001: LAMP to 1 pcs
  refused: cannot take 2 off line 1: 0 not sent, 3 sent; take off what is not sent, and book the rest as returned or come back when it arrives
