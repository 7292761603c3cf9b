# Who closes a bill must be senior, says the shop; whoever sends the command, and without the right nothing happens.
open MAIN of WEB
item A-100
receive A-100 5 pcs at MAIN
  receipt 1 at MAIN: A-100 5, closed on 2026-03-02
  A-100 at MAIN: on hand 5, available 5
way open bill
place order 1001: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  A-100 at MAIN: on hand 5, pending 2, available 5
demand senior for close bill
close bill of order 1001
  refused: cannot close bill: it needs the right "senior", which the sender does not carry; ask somebody who has it
carry senior
close bill of order 1001
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 3, available 3
