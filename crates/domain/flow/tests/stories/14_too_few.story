# B8 B12: what becomes of goods that are not there is the shop's choice.
way open bill
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 3 pcs, SHADE 1 pcs at MAIN
  receipt 1 at MAIN: LAMP 3, SHADE 1, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
  SHADE at MAIN: on hand 1, available 1

# Refuse, and name what is short.
place order 1001: LAMP 2 pcs, SHADE 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, SHADE 2, open
  LAMP at MAIN: on hand 3, pending 2, available 3
  SHADE at MAIN: on hand 1, pending 2, available 1
  short: order 1001 lacks 1 of SHADE at MAIN
close bill of order 1001
  refused: cannot take 2 of SHADE at MAIN for order 1001: 1 available; take no more than that, or wait until more has come

# Close what is there and cancel the rest.
rule too few at close: cancel the rest
close bill of order 1001
  order 1001: 1 of SHADE cancelled, too few are there
  bill 1: SHADE -1
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 1, available 1
  SHADE at MAIN: on hand 0, available 0
  nobody is short any more
show order 1001
  LAMP: ordered 2, taken 2
  SHADE: ordered 2, cancelled 1, taken 1

# Close the lines that are whole and cancel the others.
rule too few at close: cancel the lines
place order 1002: LAMP 1 pcs, SHADE 1 pcs
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: LAMP 1, SHADE 1, open
  LAMP at MAIN: on hand 1, pending 1, available 1
  SHADE at MAIN: on hand 0, pending 1, available 0
  short: order 1002 lacks 1 of SHADE at MAIN
close bill of order 1002
  order 1002: 1 of SHADE cancelled, too few are there
  bill 2: SHADE -1
  bill 2 is closed on 2026-03-02
  LAMP at MAIN: on hand 0, available 0
  SHADE at MAIN: on hand 0, available 0
  nobody is short any more

# Close below zero, where the place allows it.
rule too few at close: go below zero
place order 1003: LAMP 1 pcs
  order 1003 is placed, by open bill
  bill 3 of order 1003 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 0, pending 1, available 0
  short: order 1003 lacks 1 of LAMP at MAIN
close bill of order 1003
  refused: cannot take 1 of LAMP at MAIN for order 1003: 0 available; take no more than that, or wait until more has come
rule MAIN may fall below zero
close bill of order 1003
  bill 3 is closed on 2026-03-02
  LAMP at MAIN: on hand -1, available -1
  nobody is short any more
