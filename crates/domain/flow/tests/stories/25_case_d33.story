# Case D33: on hand and reserved are 100/1, 100/2, 98/0, 98/1; another item 100/1, 100/0; a third 99/0, and setting
# it to nothing is refused, for one is sent; once that is returned, 100/0.
# There an edit reserves by itself; here what is added after the placing is reserved by hand.
way client order, reserved when placed
open MAIN of SHOP
item LAMP
item SHADE
item BULB
receive LAMP 100 pcs, SHADE 100 pcs, BULB 100 pcs at MAIN
  receipt 1 at MAIN: LAMP 100, SHADE 100, BULB 100, closed on 2026-03-02
  LAMP at MAIN: on hand 100, available 100
  SHADE at MAIN: on hand 100, available 100
  BULB at MAIN: on hand 100, available 100

place order 1001: LAMP 1 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 100, reserved 1, available 99
change order 1001: LAMP to 2 pcs
  order 1001: 1 of LAMP more
  client order 1: LAMP +1
  LAMP at MAIN: on hand 100, reserved 1, pending 1, available 99
reserve order 1001
  LAMP at MAIN: on hand 100, reserved 2, available 98
send order 1001
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 2, open
  bill 1 is closed on 2026-03-02
  order 1001: 2 of LAMP sent
  LAMP at MAIN: on hand 98, available 98
change order 1001: LAMP to 3 pcs
  order 1001: 1 of LAMP more
  bill 2 of order 1001 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 98, pending 1, available 98
reserve order 1001
  LAMP at MAIN: on hand 98, reserved 1, available 97

add order 1001: SHADE 1 pcs
  order 1001: 1 of SHADE added
  bill 2: SHADE +1
  SHADE at MAIN: on hand 100, pending 1, available 100
reserve order 1001
  SHADE at MAIN: on hand 100, reserved 1, available 99
change order 1001: SHADE to 0 pcs
  order 1001: 1 of SHADE less
  bill 2: SHADE -1
  SHADE at MAIN: on hand 100, available 100

place order 1002: BULB 1 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: BULB 1, open
  BULB at MAIN: on hand 100, reserved 1, available 99
send order 1002
  client order 2 is closed on 2026-03-02
  bill 3 of order 1002 at MAIN: BULB 1, open
  bill 3 is closed on 2026-03-02
  order 1002: 1 of BULB sent
  BULB at MAIN: on hand 99, available 99
change order 1002: BULB to 0 pcs
  refused: cannot take 1 off line 1: 0 not sent, 1 sent; take off what is not sent, and book the rest as returned or come back when it arrives
return order 1002 at MAIN, restocked
  order 1002: 1 of BULB returned
  return 1 of order 1002 at MAIN: BULB 1, closed on 2026-03-02
  BULB at MAIN: on hand 100, available 100
