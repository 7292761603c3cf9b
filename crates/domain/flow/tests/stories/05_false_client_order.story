# B13: a false order is dropped without trace where stock has not moved. It never blocked a product.
way client order
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 5 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 5, open
  LAMP at MAIN: on hand 5, pending 5, available 5
place order 1002: LAMP 2 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 7, available 5
  short: order 1002 lacks 2 of LAMP at MAIN
false order 1001 because nobody answers the phone
  order 1001 is false, nobody answers the phone
  order 1001: 5 of LAMP cancelled, nobody answers the phone
  client order 1 is cancelled
  LAMP at MAIN: on hand 5, pending 2, available 5
  nobody is short any more
show papers of order 1001
  client order 1: LAMP 5, cancelled

# Unless the shop reserves: then what was promised to it is free again.
way client order, reserved when placed
place order 1003: LAMP 3 pcs
  order 1003 is placed, by client order
  client order 3 of order 1003 at MAIN: LAMP 3, open
  LAMP at MAIN: on hand 5, reserved 3, pending 2, available 2
place order 1004: LAMP 2 pcs
  order 1004 is placed, by client order
  client order 4 of order 1004 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, reserved 5, pending 2, available 0
  short: order 1002 lacks 2 of LAMP at MAIN
false order 1003 because the address does not exist
  order 1003 is false, the address does not exist
  order 1003: 3 of LAMP cancelled, the address does not exist
  client order 3 is cancelled
  LAMP at MAIN: on hand 5, reserved 2, pending 2, available 3
  nobody is short any more
show order 1003
  LAMP: ordered 3, cancelled 3
