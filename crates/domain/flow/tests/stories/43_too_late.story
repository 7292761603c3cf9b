# Two hours pass where the manager has one (S3): the order is a problem from the moment of its limit, and anna is told.
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
clock 2026-03-02 12:30
place order 1002, paid by cash, delivered by post: A-100 1 pcs
  order 1001: is a problem: it stayed too long; role administrator is alerted
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: A-100 1, open
  order 1002: begins, cash and post: received, manager, until 2026-03-02T13:30:00Z
  A-100 at MAIN: on hand 9, pending 3, available 9
queue of role manager
  order 1001: received, a problem
  order 1002: received, until 2026-03-02T13:30:00Z
stage of order 1001: advance
  order 1001: received -> call-back, manager, until 2026-03-03T07:30:00Z; forward
# Waiting for the customer costs no time.
stage of order 1001: pause, saying Ana is at work until four
  order 1001: pauses after 0s (Ana is at work until four)
clock 2026-03-03 09:00
stage of order 1001: resume
  order 1002: is a problem: it stayed too long; role administrator is alerted
  order 1001: goes on until 2026-03-03T13:00:00Z
queue of role manager
  order 1002: received, a problem
  order 1001: call-back, until 2026-03-03T13:00:00Z
