# Units that were sent: the customer asks to send two back; one arrives as it should, the other is not taken back.
rate 20%
way closed bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 3 pcs at 9.99 EUR
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1001
  order 1001: 3 of LAMP sent
mark order 1001 paid by card, tx-1
  order 1001: paid: 29.97 EUR by card (tx-1)
request return of order 1001: LAMP 2 pcs
  order 1001: return requested of line 1: 0 -> 2
request return of order 1001: LAMP 2 pcs
  refused: cannot request the return of 2 of line 1: 3 sent and not back, 2 of it requested already; request no more than the rest
answer return of order 1001: LAMP 2 pcs received, 1 pcs dismissed at MAIN, restocked
  refused: cannot book 3 of line 1 as arrived: 2 requested to be returned; request the rest first
answer return of order 1001: LAMP 1 pcs received, 1 pcs dismissed at MAIN, restocked
  order 1001: return of line 1: 1 received, 1 dismissed
  return 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
show order 1001
  LAMP: ordered 3, taken 3, sent 3, returned 1, dismissed 1
show papers of order 1001
  bill 1: LAMP 3, closed on 2026-03-02
  return 1: LAMP 1, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  return 1: LAMP 1: net 8.32 EUR, tax 1.67 EUR, gross 9.99 EUR
show receipt of order 1001
  line 1: 2 units, net 16.65 EUR, tax 3.33 EUR, gross 19.98 EUR
  total: net 16.65 EUR, tax 3.33 EUR, gross 19.98 EUR; paid 29.97 EUR, outstanding -9.99 EUR
refund order 1001: 9.99 EUR by card, back-1
  order 1001: given back: 9.99 EUR by card (back-1)
show receipt of order 1001
  line 1: 2 units, net 16.65 EUR, tax 3.33 EUR, gross 19.98 EUR
  total: net 16.65 EUR, tax 3.33 EUR, gross 19.98 EUR; paid 29.97 EUR, given back 9.99 EUR, outstanding 0.00 EUR
