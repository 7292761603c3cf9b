# C2 C8: where the shop says so, goods are taken only once the order is confirmed; until then it is pending.
way closed bill
rule start when confirmed
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by closed bill
  LAMP at MAIN: on hand 5, pending 2, available 5
change order 1001: LAMP to 3 pcs
  order 1001: 1 of LAMP more
  LAMP at MAIN: on hand 5, pending 3, available 5
send order 1001
  refused: cannot send order 1001: it waits for the confirmation of the shop; collect it first
confirm order 1001
  order 1001 is confirmed
  bill 1 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1001
  order 1001: 3 of LAMP sent

place order 1002: LAMP 1 pcs
  order 1002 is placed, by closed bill
  LAMP at MAIN: on hand 2, pending 1, available 2
cancel order 1002 because the customer does not confirm
  order 1002 is cancelled, the customer does not confirm
  order 1002: 1 of LAMP cancelled, the customer does not confirm
  LAMP at MAIN: on hand 2, available 2
show papers of order 1002
