# B12: where stock falls late, another customer may have taken the same goods meanwhile. This shows as soon as it
# is so, and names the order and what is missing, not only when the bill fails to close.
way client order
open MAIN of SHOP
item LAMP
receive LAMP 3 pcs at MAIN
  receipt 1 at MAIN: LAMP 3, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3

place order 1001: LAMP 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 3, pending 2, available 3
place order 1002: LAMP 2 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 3, pending 4, available 3
  short: order 1002 lacks 1 of LAMP at MAIN

# The second is faster.
confirm order 1002
  order 1002 is confirmed
  client order 2 is closed on 2026-03-02
  bill 1 of order 1002 at MAIN: LAMP 2, open
close bill of order 1002
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 1, pending 2, available 1
  short: order 1001 lacks 1 of LAMP at MAIN
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 2 of order 1001 at MAIN: LAMP 2, open
close bill of order 1001
  refused: cannot take 2 of LAMP at MAIN for order 1001: 1 available; take no more than that, or wait until more has come

# One more comes: nobody is short, and the bill closes.
receive LAMP 1 pcs at MAIN
  receipt 2 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 2, pending 2, available 2
  nobody is short any more
close bill of order 1001
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 0, available 0
