# What is sent is billed first; a shop can refuse to send what is not billed.
way open bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 3 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 3, open
  LAMP at MAIN: on hand 5, pending 3, available 5
send order 1001: LAMP 1 pcs
  bill 2 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  bill 1: LAMP -1
  order 1001: 1 of LAMP sent
  LAMP at MAIN: on hand 4, pending 2, available 4
rule send only what is billed
send order 1001: LAMP 1 pcs
  refused: cannot send 1 of line 1 of order 1001: 0 billed and not sent; close the bill first
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1001
  order 1001: 2 of LAMP sent
show papers of order 1001
  bill 1: LAMP 2, closed on 2026-03-02
  bill 2: LAMP 1, closed on 2026-03-02
