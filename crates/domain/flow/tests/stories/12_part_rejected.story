# G9: lines can be rejected in part; both sides see the cancelled quantity, and the reserve shrinks by just that.
way client order, reserved when placed
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 5 pcs, SHADE 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, SHADE 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5
  SHADE at MAIN: on hand 5, available 5

place order 1001: LAMP 4 pcs, SHADE 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 4, SHADE 2, open
  LAMP at MAIN: on hand 5, reserved 4, available 1
  SHADE at MAIN: on hand 5, reserved 2, available 3
reject order 1001: LAMP 1 pcs because one is scratched
  order 1001: 1 of LAMP cancelled, one is scratched
  client order 1: LAMP -1
  LAMP at MAIN: on hand 5, reserved 3, available 2
show order 1001
  LAMP: ordered 4, cancelled 1, waiting 3
  SHADE: ordered 2, waiting 2
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 3, SHADE 2, open
send order 1001: LAMP 2 pcs
  bill 2 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  bill 1: LAMP -2
  order 1001: 2 of LAMP sent
  LAMP at MAIN: on hand 3, reserved 1, available 2

# Two are sent, so one can be rejected; the sent ones come back or are returned.
reject order 1001: LAMP 2 pcs because it was the wrong colour
  refused: cannot take 2 off line 1: 1 not sent, 2 sent; take off what is not sent, and book the rest as returned or come back when it arrives
reject order 1001: LAMP 1 pcs because it was the wrong colour
  order 1001: 1 of LAMP cancelled, it was the wrong colour
  bill 1: LAMP -1
  LAMP at MAIN: on hand 3, available 3
show order 1001
  LAMP: ordered 4, cancelled 2, taken 2, sent 2
  SHADE: ordered 2, waiting 2
