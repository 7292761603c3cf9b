# G4 G7: goods are promised by hand, when the order is placed, or when it is confirmed; a promise moves nothing.
open MAIN of SHOP
item LAMP
receive LAMP 9 pcs at MAIN
  receipt 1 at MAIN: LAMP 9, closed on 2026-03-02
  LAMP at MAIN: on hand 9, available 9

way client order, reserved by hand
place order 1001: LAMP 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 9, pending 2, available 9
reserve order 1001
  LAMP at MAIN: on hand 9, reserved 2, available 7
release order 1001
  LAMP at MAIN: on hand 9, pending 2, available 9
reserve order 1001
  LAMP at MAIN: on hand 9, reserved 2, available 7

way client order, reserved when placed
place order 1002: LAMP 3 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: LAMP 3, open
  LAMP at MAIN: on hand 9, reserved 5, available 4

way client order, reserved when confirmed
place order 1003: LAMP 5 pcs
  order 1003 is placed, by client order
  client order 3 of order 1003 at MAIN: LAMP 5, open
  LAMP at MAIN: on hand 9, reserved 5, pending 5, available 4
  short: order 1003 lacks 1 of LAMP at MAIN
confirm order 1003
  order 1003 is confirmed
  client order 3 is closed on 2026-03-02
  bill 1 of order 1003 at MAIN: LAMP 5, open
  LAMP at MAIN: on hand 9, reserved 9, pending 1, available 0

# The close takes the order's own reserve, never another's.
close bill of order 1003
  refused: cannot take 5 of LAMP at MAIN for order 1003: 4 available; take no more than that, or wait until more has come
confirm order 1002
  order 1002 is confirmed
  client order 2 is closed on 2026-03-02
  bill 2 of order 1002 at MAIN: LAMP 3, open
close bill of order 1002
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 6, reserved 6, pending 1, available 0

# Where goods are taken at once a promise has no meaning.
way closed bill
place order 1004: LAMP 1 pcs
  order 1004 is placed, by closed bill
  LAMP at MAIN: on hand 6, reserved 6, pending 2, available 0
  short: order 1003 lacks 1 of LAMP at MAIN
  short: order 1004 lacks 1 of LAMP at MAIN
reserve order 1004
  refused: cannot reserve goods for order 1004: its way takes goods at once and promises none; use another way
