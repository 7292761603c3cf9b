# A client order in Barsy (B1-B6): reviewed, asked about, turned into a bill, closed, sent, paid.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way client order
scheme barsy
  scheme barsy client order is adopted
as maria
place order 1001, paid by cash, delivered by courier: A-100 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: A-100 2, open
  order 1001: begins, cash and courier: new, maria, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
stage of order 1001: advance
  order 1001: new -> review, petar, until 2026-03-02T14:00:00Z; forward
stage of order 1001: jump ask the customer
  order 1001: review -> waiting, maria, its clock stands; ask the customer
stage of order 1001: jump customer answered
  order 1001: waiting -> review, petar, until 2026-03-02T14:00:00Z; customer answered
stage of order 1001: advance
  order 1001: review -> billed, maria, until 2026-03-04T09:00:00Z; forward; causes confirmed
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: A-100 2, open
  order 1001: is confirmed by shop
stage of order 1001: advance
  order 1001: billed -> closed bill, warehouse, until 2026-03-04T09:00:00Z; forward; causes bill closed
  bill 1 is closed on 2026-03-02
  A-100 at MAIN: on hand 7, available 7
as petar
send order 1001
  order 1001: 2 of A-100 sent
  order 1001: closed bill -> on the road, petar, until 2026-03-09T10:00:00Z; on sent
as maria
stage of order 1001: advance
  refused: cannot move order#0 to completed: it lacks nothing outstanding (from the books); see to it first
mark order 1001 paid by cash, till-7
  order 1001: paid: 20.00 EUR by cash (till-7)
  order 1001: is paid
stage of order 1001: advance
  order 1001: on the road -> completed, the end; forward
log of order 1001
  2026-03-02T10:00:00Z maria: stage: begins, cash and courier: new, maria, until 2026-03-02T11:00:00Z
  2026-03-02T10:00:00Z maria: stage: new -> review, petar, until 2026-03-02T14:00:00Z; forward
  2026-03-02T10:00:00Z maria: stage: review -> waiting, maria, its clock stands; ask the customer
  2026-03-02T10:00:00Z maria: stage: waiting -> review, petar, until 2026-03-02T14:00:00Z; customer answered
  2026-03-02T10:00:00Z maria: stage: review -> billed, maria, until 2026-03-04T09:00:00Z; forward; causes confirmed
  2026-03-02T10:00:00Z maria: standing: placed -> confirmed
  2026-03-02T10:00:00Z maria: stage: is confirmed by shop
  2026-03-02T10:00:00Z maria: stage: billed -> closed bill, warehouse, until 2026-03-04T09:00:00Z; forward; causes bill closed
  2026-03-02T10:00:00Z maria: billed: 1 lines on document#2
  2026-03-02T10:00:00Z maria: taken of line 1: 0 -> 2
  2026-03-02T10:00:00Z petar: sent of line 1: 0 -> 2
  2026-03-02T10:00:00Z petar: stage: closed bill -> on the road, petar, until 2026-03-09T10:00:00Z; on sent
  2026-03-02T10:00:00Z maria: paid: 20.00 EUR by cash (till-7)
  2026-03-02T10:00:00Z maria: stage: is paid
  2026-03-02T10:00:00Z maria: stage: on the road -> completed, the end; forward

# Nobody meant this one: it ends as false, and its client order with it.
place order 1002, paid by card, delivered by office: A-100 3 pcs
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: A-100 3, open
  order 1002: begins, card and office: new, maria, until 2026-03-02T11:00:00Z
  A-100 at MAIN: on hand 7, pending 3, available 7
stage of order 1002: advance
  order 1002: new -> review, petar, until 2026-03-02T14:00:00Z; forward
false order 1002 because nobody answers
  order 1002 is false, nobody answers
  order 1002: 3 of A-100 cancelled, nobody answers
  client order 2 is cancelled
  order 1002: review -> false, a bad end; mark false, on false
  A-100 at MAIN: on hand 7, available 7
queue of role operator
