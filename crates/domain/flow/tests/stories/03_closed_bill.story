# B9: a bill is made and closed at once, with no operator; the quantities fall at once.
way closed bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3

# Another customer sees three and can order no more than that: the rest waits and is named.
place order 1002: LAMP 4 pcs
  order 1002 is placed, by closed bill
  bill 2 of order 1002 at MAIN: LAMP 3, closed on 2026-03-02
  LAMP at MAIN: on hand 0, pending 1, available 0
  short: order 1002 lacks 1 of LAMP at MAIN
send order 1001
  order 1001: 2 of LAMP sent
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed
