# What is refused: goods that are short, stages of others, an end with money open; a move takes all that it brings about.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
place order 1001, paid by cash, delivered by pick-up: A-100 12 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 12, open
  order 1001: begins, cash and pick-up: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 12, available 9
  short: order 1001 lacks 3 of A-100 at MAIN
stage of order 1001: advance
  order 1001: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
stage of order 1001: advance
  order 1001: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed
  order 1001 is confirmed
  order 1001: is confirmed by shop
stage of order 1001: advance
  refused: cannot let boris work on order#0 at picking: that is for role picker, role administrator; ask one of them
  refused: cannot move order#0 to cash paid in: it lacks nothing short (from the warehouse); see to it first
as vera
stage of order 1001: advance
  refused: cannot move order#0 to cash paid in: it lacks nothing short (from the warehouse); see to it first
receive A-100 9 pcs at MAIN
  receipt 2 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 18, pending 12, available 18
  nobody is short any more
stage of order 1001: advance
  order 1001: picking -> cash paid in, cashier, until 2026-03-03T10:00:00Z; forward; causes bill closed
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 6, available 6
send order 1001
  order 1001: 12 of A-100 sent
as boris
stage of order 1001: advance
  refused: cannot move order#0 to finished: it lacks paid (from the customer), nothing outstanding (from the books); see to it first
