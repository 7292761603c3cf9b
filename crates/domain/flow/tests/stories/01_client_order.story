# B1 B2 B3 B4: a finished web order becomes an open client order. It takes nothing from the warehouse until an
# operator has reviewed it, made a bill of it and closed the bill.
way client order
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs at 19.90 EUR
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5

# The operator may edit it in good time.
change order 1001: LAMP to 3 pcs
  order 1001: 1 of LAMP more
  client order 1: LAMP +1
  LAMP at MAIN: on hand 5, pending 3, available 5

# Nobody can close what nobody has reviewed.
close bill of order 1001
  refused: cannot close a bill of order 1001: it is a client order still; confirm it first
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 3, open
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1001
  order 1001: 3 of LAMP sent
show papers of order 1001
  client order 1: LAMP 3, closed on 2026-03-02
  bill 1: LAMP 3, closed on 2026-03-02, from client order 1

# The day is over.
close day 2026-03-02 of SHOP
  2026-03-02 of SHOP is closed
