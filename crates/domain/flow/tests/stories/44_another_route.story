# The customer calls: not by courier, by post; and one piece more (S7). The order goes back to where both ways pass.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
place order 1001, paid by card, delivered by courier: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, card and courier: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
stage of order 1001: advance
  order 1001: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
stage of order 1001: advance
  order 1001: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed
  order 1001 is confirmed
  order 1001: is confirmed by shop
as vera
stage of order 1001: advance
  order 1001: picking -> courier call, courier, until 2026-03-02T14:00:00Z; forward; causes bill closed
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 7, available 7
deliver order 1001 by post
  order 1001: payment and delivery: card, courier -> card, post
  order 1001: now goes by card and post
  order 1001: courier call -> picking, picker, until 2026-03-03T09:00:00Z; another route
stage of order 1001: advance
  order 1001: picking -> awaiting payment, manager, until 2026-03-05T10:00:00Z; forward; causes bill closed
change order 1001: A-100 to 3 pcs
  order 1001: 1 of A-100 more
  bill 2 of order 1001 at MAIN: A-100 1, open
  order 1001: awaiting payment -> picking, picker, until 2026-03-03T09:00:00Z; back to picking, on goods added
  A-100 at MAIN: on hand 7, pending 1, available 7
stage of order 1001: advance
  order 1001: picking -> awaiting payment, manager, until 2026-03-05T10:00:00Z; forward; causes bill closed
  bill 2 is closed on 2026-03-02
  A-100 at MAIN: on hand 6, available 6
deliver order 1001 by balloon
  refused: cannot find a route for delivery by balloon: the scheme knows courier, post, pick-up; choose one of these, or add it to the scheme
