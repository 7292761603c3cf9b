# B7: the order is a bill at once, which stays open and can be looked at and edited; the goods leave when an
# operator decides to close it.
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
change bill 1: LAMP to 4 pcs
  order 1001: 2 of LAMP more
  bill 1: LAMP +2
  LAMP at MAIN: on hand 5, pending 4, available 5
confirm order 1001
  order 1001 is confirmed
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 1, available 1

# Twice is not closed twice.
close bill of order 1001
  refused: cannot close a bill of order 1001: none is open; bill 1 was closed on 2026-03-02: edit the order for a further one
send order 1001
  order 1001: 4 of LAMP sent
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed
