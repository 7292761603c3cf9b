# An order that ended leaves the state with its stage, and comes back with it; forgotten words stay forgotten.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
rule leave after 60 seconds
place order 1001, paid by cash, delivered by post: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, cash and post: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
stage of order 1001: jump cancel, saying Ana never ordered
  order 1001: received -> cancelled, a bad end; cancel; causes cancelled (Ana never ordered)
  order 1001 is cancelled, Ana never ordered
  order 1001: 2 of A-100 cancelled, Ana never ordered
  bill 1 is cancelled
  A-100 at MAIN: on hand 9, available 9
clock 2026-03-02 10:05
forget 1
  order 1001 leaves
  person#1 is forgotten
stage of order 1001: advance
  order 1001 is back
  refused: cannot change order#0: it ended at cancelled on 2026-03-02T10:00:00Z; place a new order
stage of order 1001: take, saying Ana called
  refused: cannot write words of person#1: that person was forgotten, and the key is gone; give the person a new id
