# Nobody meant it (B3, B13): the review ends the order, and what waited for it is free again; cancelled elsewhere, it
# leaves its stage, too.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
place order 1001, paid by cash, delivered by post: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, cash and post: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
place order 1002, paid by cash, delivered by post: A-100 3 pcs
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: A-100 3, open
  order 1002: begins, cash and post: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 5, available 9
stage of order 1001: jump cancel, saying Ana never ordered
  order 1001: received -> cancelled, a bad end; cancel; causes cancelled (Ana never ordered)
  order 1001 is cancelled, Ana never ordered
  order 1001: 2 of A-100 cancelled, Ana never ordered
  bill 1 is cancelled
  A-100 at MAIN: on hand 9, pending 3, available 9
false order 1002 because the phone is wrong
  order 1002 is false, the phone is wrong
  order 1002: 3 of A-100 cancelled, the phone is wrong
  bill 2 is cancelled
  order 1002: received -> cancelled, a bad end; cancel, on false
  A-100 at MAIN: on hand 9, available 9
stage of order 1002: advance
  refused: cannot change order#1: it ended at cancelled on 2026-03-02T10:00:00Z; place a new order
queue of role manager
