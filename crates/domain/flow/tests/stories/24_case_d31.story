# Case D31: on hand and reserved are 5/3, 5/2, 3/0, 5/0, 5/1, 4/0, 5/1, 5/0.
# There the second order's shipment is cancelled and reserved anew; here goods that were sent come back, and the
# order is settled. So its cancelling, 5/1 and 5/0, is told of goods that were taken and not sent: 4/0, then 5/0.
way client order, reserved when placed
open MAIN of SHOP
item LAMP
find LAMP 5 pcs at MAIN
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 3 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 3, open
  LAMP at MAIN: on hand 5, reserved 3, available 2
reject order 1001: LAMP 1 pcs because one is enough less
  order 1001: 1 of LAMP cancelled, one is enough less
  client order 1: LAMP -1
  LAMP at MAIN: on hand 5, reserved 2, available 3
send order 1001
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 2, open
  bill 1 is closed on 2026-03-02
  order 1001: 2 of LAMP sent
  LAMP at MAIN: on hand 3, available 3
come back order 1001 at MAIN, restocked
  order 1001: 2 of LAMP came back
  storno 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1002: LAMP 1 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 5, reserved 1, available 4
confirm order 1002
  order 1002 is confirmed
  client order 2 is closed on 2026-03-02
  bill 2 of order 1002 at MAIN: LAMP 1, open
close bill of order 1002
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 4, available 4
cancel order 1002 because it was cancelled
  order 1002 is cancelled, it was cancelled
  order 1002: 1 of LAMP cancelled, it was cancelled
  storno 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5
