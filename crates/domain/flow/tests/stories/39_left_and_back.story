# A finished order leaves the state a minute later, and comes back by itself when somebody names it.
open MAIN of WEB
item A-100
receive A-100 5 pcs at MAIN
  receipt 1 at MAIN: A-100 5, closed on 2026-03-02
  A-100 at MAIN: on hand 5, available 5
way closed bill
rule leave after 60 seconds
place order 1001: A-100 2 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: A-100 2, closed on 2026-03-02
  A-100 at MAIN: on hand 3, available 3
send order 1001
  order 1001: 2 of A-100 sent
mark order 1001 paid by card, tx-1
  order 1001: paid: 20.00 EUR by card (tx-1)
clock 2026-03-02 10:02
receive A-100 1 pcs at MAIN
  order 1001 leaves
  receipt 2 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 4, available 4
# Its number is taken for good.
place order 1001: A-100 1 pcs
  order 1001 is back
  refused: cannot place order 1001 of site: it was placed before, as order#0; edit that one
# Half an hour later the customer brings a piece back; the order is unfinished then, since money is to go back.
clock 2026-03-02 10:30
return order 1001: A-100 1 pcs at MAIN, restocked
  order 1001 leaves
  order 1001 is back
  order 1001: 1 of A-100 returned
  return 1 of order 1001 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 5, available 5
clock 2026-03-02 11:00
refund order 1001: 10.00 EUR by card, tx-2
  order 1001: given back: 10.00 EUR by card (tx-2)
clock 2026-03-02 12:00
cancel order 1001 because a mistake
  order 1001 leaves
  order 1001 is back
  order 1001 is cancelled, a mistake
show order 1001
  A-100: ordered 2, taken 2, sent 2, returned 1
