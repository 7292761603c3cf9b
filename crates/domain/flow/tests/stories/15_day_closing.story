# B8: all bills must be closed before the outlet is; what is open is named. Client orders do not stand in the way.
way open bill
open MAIN of SHOP
open STALL of MARKET
item LAMP
receive LAMP 9 pcs at MAIN
  receipt 1 at MAIN: LAMP 9, closed on 2026-03-02
  LAMP at MAIN: on hand 9, available 9

place order 1001: LAMP 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 9, pending 2, available 9
place order 1002: LAMP 1 pcs
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 9, pending 3, available 9
way client order
place order 1003: LAMP 1 pcs
  order 1003 is placed, by client order
  client order 1 of order 1003 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 9, pending 4, available 9
place order 1004: LAMP 1 pcs
  order 1004 is placed, by client order
  client order 2 of order 1004 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 9, pending 5, available 9
confirm order 1004
  order 1004 is confirmed
  client order 2 is closed on 2026-03-02
  bill 3 of order 1004 at MAIN: LAMP 1, open

close day 2026-03-02 of SHOP
  refused: cannot close 2026-03-02 of SHOP: 3 open: bill 1 of order 1001, bill 2 of order 1002, bill 3 of order 1004; close or cancel them first
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 7, pending 3, available 7
false order 1002 because it is a joke
  order 1002 is false, it is a joke
  order 1002: 1 of LAMP cancelled, it is a joke
  bill 2 is cancelled
  LAMP at MAIN: on hand 7, pending 2, available 7
close day 2026-03-02 of SHOP
  refused: cannot close 2026-03-02 of SHOP: 1 open: bill 3 of order 1004; close or cancel them first
close bill of order 1004
  bill 3 is closed on 2026-03-02
  LAMP at MAIN: on hand 6, pending 1, available 6
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed

# Another outlet has days of its own; a day is closed once, and never before it has come.
close day 2026-03-02 of MARKET
  2026-03-02 of MARKET is closed
close day 2026-03-02 of SHOP
  refused: cannot close 2026-03-02 of SHOP: its books are closed up to 2026-03-02; close a later day
close day 2026-03-03 of SHOP
  refused: cannot close 2026-03-03 of SHOP: there it is 2026-03-02; close it when it is over
