# Paid by card and picked up (S2): neither courier nor cash, and the wait for the money ends by itself.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
place order 1001, paid by card, delivered by pick-up: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, card and pick-up: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
stage of order 1001: advance
  order 1001: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
stage of order 1001: advance
  order 1001: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed
  order 1001 is confirmed
  order 1001: is confirmed by shop
as vera
stage of order 1001: advance
  order 1001: picking -> awaiting payment, manager, until 2026-03-05T10:00:00Z; forward; causes bill closed
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 7, available 7
send order 1001
  order 1001: 2 of A-100 sent
as boris
mark order 1001 paid by card, tx-1
  order 1001: paid: 20.00 EUR by card (tx-1)
  order 1001: is paid
  order 1001: awaiting payment -> finished, the end; by itself
