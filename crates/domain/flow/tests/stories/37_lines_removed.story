# G8: one line out, and the rest of the bill stays; with the last one delivery is given back, too.
rate 20%
way closed bill
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001, delivery 4.90 EUR: LAMP 2 pcs at 10.00 EUR, SHADE 1 pcs at 5.00 EUR
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
  SHADE at MAIN: on hand 0, pending 1, available 0
  short: order 1001 lacks 1 of SHADE at MAIN
mark order 1001 paid by card, tx-1
  order 1001: paid: 29.90 EUR by card (tx-1)
remove order 1001: LAMP
  order 1001: 2 of LAMP less
  storno 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5
show receipt of order 1001
  line 2: 1 unit, net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  delivery: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  total: net 8.25 EUR, tax 1.65 EUR, gross 9.90 EUR; paid 29.90 EUR, outstanding -20.00 EUR
remove order 1001: SHADE
  order 1001: 1 of SHADE less
  storno 2 of order 1001 at MAIN, closed on 2026-03-02
  SHADE at MAIN: on hand 0, available 0
  nobody is short any more
show papers of order 1001
  bill 1: LAMP 2, closed on 2026-03-02
  storno 1: LAMP 2, closed on 2026-03-02, from bill 1
  storno 2, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: LAMP 2: net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR
  bill 1: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  storno 1: LAMP 2: net 16.67 EUR, tax 3.33 EUR, gross 20.00 EUR
  storno 2: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
show receipt of order 1001
  total: net 0.00 EUR, tax 0.00 EUR, gross 0.00 EUR; paid 29.90 EUR, outstanding -29.90 EUR
