# The usual nine stages (S1, S2): a courier's order paid in cash passes seven of them; leaving call-back confirms it,
# leaving picking closes its bill, and each comes to who answers for it (S4).
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
scheme nine_stages
  scheme nine stages is adopted
as boris
place order 1001, paid by cash, delivered by courier: A-100 2 pcs
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, cash and courier: received, manager, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
queue of role manager
  order 1001: received, until 2026-03-02T11:00:00Z
stage of order 1001: take
  order 1001: is taken by boris
stage of order 1001: advance
  order 1001: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
stage of order 1001: advance, saying Ana wants it by noon
  order 1001: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed (Ana wants it by noon)
  order 1001 is confirmed
  order 1001: is confirmed by shop
queue of role picker
  order 1001: picking, until 2026-03-03T09:00:00Z
as vera
stage of order 1001: advance
  order 1001: picking -> courier call, courier, until 2026-03-02T14:00:00Z; forward; causes bill closed
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 7, available 7
stage of order 1001: advance
  order 1001: courier call -> courier delivery, courier, until 2026-03-04T10:00:00Z; forward
stage of order 1001: advance
  refused: cannot move order#0 to cash paid in: it lacks all sent (from the warehouse); see to it first
send order 1001
  order 1001: 2 of A-100 sent
stage of order 1001: advance
  order 1001: courier delivery -> cash paid in, cashier, until 2026-03-03T10:00:00Z; forward
as boris
stage of order 1001: advance
  refused: cannot move order#0 to finished: it lacks paid (from the customer), nothing outstanding (from the books); see to it first
mark order 1001 paid by cash, till-7
  order 1001: paid: 20.00 EUR by cash (till-7)
  order 1001: is paid
stage of order 1001: advance
  order 1001: cash paid in -> finished, the end; forward
log of order 1001
  2026-03-02T10:00:00Z boris: stage: begins, cash and courier: received, manager, until 2026-03-02T11:00:00Z
  2026-03-02T10:00:00Z boris: stage: is taken by boris
  2026-03-02T10:00:00Z boris: stage: received -> call-back, manager, until 2026-03-02T14:00:00Z; forward
  2026-03-02T10:00:00Z boris: stage: call-back -> picking, picker, until 2026-03-03T09:00:00Z; forward; causes confirmed (Ana wants it by noon)
  2026-03-02T10:00:00Z boris: standing: placed -> confirmed
  2026-03-02T10:00:00Z boris: stage: is confirmed by shop
  2026-03-02T10:00:00Z vera: stage: picking -> courier call, courier, until 2026-03-02T14:00:00Z; forward; causes bill closed
  2026-03-02T10:00:00Z vera: billed: 1 lines on document#1
  2026-03-02T10:00:00Z vera: taken of line 1: 0 -> 2
  2026-03-02T10:00:00Z vera: stage: courier call -> courier delivery, courier, until 2026-03-04T10:00:00Z; forward
  2026-03-02T10:00:00Z vera: sent of line 1: 0 -> 2
  2026-03-02T10:00:00Z vera: stage: courier delivery -> cash paid in, cashier, until 2026-03-03T10:00:00Z; forward
  2026-03-02T10:00:00Z boris: paid: 20.00 EUR by cash (till-7)
  2026-03-02T10:00:00Z boris: stage: is paid
  2026-03-02T10:00:00Z boris: stage: cash paid in -> finished, the end; forward
