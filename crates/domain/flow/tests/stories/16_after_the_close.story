# B8: an order that comes after the day is closed is tomorrow's.
way closed bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 1 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 4, available 4
clock 2026-03-02 20:00
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed
clock 2026-03-02 21:30
place order 1002: LAMP 1 pcs
  order 1002 is placed, by closed bill
  bill 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-03
  LAMP at MAIN: on hand 3, available 3

# A correction of a bill of the closed day belongs to the present one; the closed bill stays as it is.
change order 1001: LAMP to 2 pcs
  order 1001: 1 of LAMP more
  bill 3 of order 1001 at MAIN: LAMP 1, closed on 2026-03-03
  LAMP at MAIN: on hand 2, available 2
cancel order 1001 because the customer changed their mind
  order 1001 is cancelled, the customer changed their mind
  order 1001: 2 of LAMP cancelled, the customer changed their mind
  storno 1 of order 1001 at MAIN: LAMP 1, LAMP 1, closed on 2026-03-03
  LAMP at MAIN: on hand 4, available 4
show papers of order 1001
  bill 1: LAMP 1, closed on 2026-03-02
  bill 3: LAMP 1, closed on 2026-03-03
  storno 1: LAMP 1, LAMP 1, closed on 2026-03-03, from bill 1, bill 3

clock 2026-03-03 09:00
place order 1003: LAMP 1 pcs
  order 1003 is placed, by closed bill
  bill 4 of order 1003 at MAIN: LAMP 1, closed on 2026-03-03
  LAMP at MAIN: on hand 3, available 3
