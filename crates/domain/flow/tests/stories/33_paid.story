# A payment is known by its reference: the same one twice is one. What is too much is given back by a person.
rate 20%
way open bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs at 10.00 EUR
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5
pay order 1001: 5.00 EUR by card, tx-1
  order 1001: paid: 5.00 EUR by card (tx-1)
pay order 1001: 5.00 EUR by card, tx-1
pay order 1001: 7.00 EUR by card, tx-1
  refused: cannot book payment tx-1: a payment of 5.00 EUR has that reference already; give its own
mark order 1001 paid by cash, till-7
  order 1001: paid: 15.00 EUR by cash (till-7)
mark order 1001 paid by cash, till-8
  refused: cannot mark order 1001 as paid: nothing is due, 0.00 EUR is to be given back; look at its receipt
show receipt of order 1001
  line 1: 2 units, net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR
  total: net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR; paid 20.00 EUR, outstanding 0.00 EUR
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
change order 1001: LAMP to 1 pcs
  order 1001: 1 of LAMP less
  storno 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 4, available 4
show receipt of order 1001
  line 1: 1 unit, net 8.34 EUR, tax 1.66 EUR, gross 10.00 EUR
  total: net 8.34 EUR, tax 1.66 EUR, gross 10.00 EUR; paid 20.00 EUR, outstanding -10.00 EUR
refund order 1001: 25.00 EUR by cash, back-1
  refused: cannot give 25.00 EUR back (back-1): 20.00 EUR was paid and not given back; give no more than that
refund order 1001: 10.00 EUR by cash, back-1
  order 1001: given back: 10.00 EUR by cash (back-1)
show receipt of order 1001
  line 1: 1 unit, net 8.34 EUR, tax 1.66 EUR, gross 10.00 EUR
  total: net 8.34 EUR, tax 1.66 EUR, gross 10.00 EUR; paid 20.00 EUR, given back 10.00 EUR, outstanding 0.00 EUR
cancel order 1001 because the customer changed their mind
  order 1001 is cancelled, the customer changed their mind
  order 1001: 1 of LAMP cancelled, the customer changed their mind
  storno 2 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5
show receipt of order 1001
  total: net 0.00 EUR, tax 0.00 EUR, gross 0.00 EUR; paid 20.00 EUR, given back 10.00 EUR, outstanding -10.00 EUR

# B7: a shop that closes no bill unpaid sends nothing unbilled either.
rule close needs paid
place order 1002: LAMP 1 pcs at 10.00 EUR
  order 1002 is placed, by open bill
  bill 2 of order 1002 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 5, pending 1, available 5
close bill of order 1002
  refused: cannot bill order 1002: 10.00 EUR is due and the shop closes no bill unpaid; book the payment first
send order 1002
  refused: cannot bill order 1002: 10.00 EUR is due and the shop closes no bill unpaid; book the payment first
mark order 1002 paid by card, tx-2
  order 1002: paid: 10.00 EUR by card (tx-2)
send order 1002
  bill 2 is closed on 2026-03-02
  order 1002: 1 of LAMP sent
  LAMP at MAIN: on hand 4, available 4

# B9: a bill that is closed at once waits for the money.
way closed bill
place order 1003: LAMP 1 pcs at 10.00 EUR
  order 1003 is placed, by closed bill
  LAMP at MAIN: on hand 4, pending 1, available 4
send order 1003
  refused: cannot bill order 1003: 10.00 EUR is due and the shop closes no bill unpaid; book the payment first
pay order 1003: 10.00 EUR by card, tx-3
  order 1003: paid: 10.00 EUR by card (tx-3)
  bill 3 of order 1003 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
change order 1003: LAMP to 2 pcs
  order 1003: 1 of LAMP more
  LAMP at MAIN: on hand 3, pending 1, available 3
mark order 1003 paid by card, tx-4
  order 1003: paid: 10.00 EUR by card (tx-4)
  bill 4 of order 1003 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
show receipt of order 1003
  line 1: 2 units, net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR
  total: net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR; paid 20.00 EUR, outstanding 0.00 EUR
