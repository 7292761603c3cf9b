# The shop calls picking packing from now on: a plan that leaves orders out is refused, naming them.
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
place order 1002, paid by cash, delivered by post: A-100 1 pcs
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: A-100 1, open
  order 1002: begins, cash and post: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 3, available 9
stage of order 1002: advance
  order 1002: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
stage of order 1002: advance
  order 1002: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed
  order 1002 is confirmed
  order 1002: is confirmed by shop
as anna
scheme again, picking as packing
  refused: cannot adopt the scheme: the plan leaves out received, and 1 of the live orders stand there (order#0); map it to a stage of the new scheme
scheme again, picking as packing, received as received
  scheme nine stages is adopted
  order 1001: received is now received, manager, until 2026-03-02T11:00:00Z
  order 1002: picking is now packing, picker, until 2026-03-03T09:00:00Z
as vera
stage of order 1002: advance
  order 1002: packing -> postal delivery, manager, until 2026-03-16T10:00:00Z; forward; causes bill closed
  bill 2 is closed on 2026-03-02
  A-100 at MAIN: on hand 8, pending 2, available 8
