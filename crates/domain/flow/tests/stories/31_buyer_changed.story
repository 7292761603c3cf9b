# S7: the invoice goes to the firm: before the close only the order changes, after it the bill is written anew.
rate 20%
way open bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001, delivery 4.90 EUR: LAMP 2 pcs at 19.90 EUR
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5
buyer of order 1001: Elena Petrova
  order 1001: buyer: unknown -> Elena Petrova
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
buyer of order 1001: Petrova and Daughters Ltd
  storno 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  order 1001: buyer: Elena Petrova -> Petrova and Daughters Ltd
  bill 2 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
show papers of order 1001
  bill 1: LAMP 2, closed on 2026-03-02
  storno 1: LAMP 2, closed on 2026-03-02, from bill 1
  bill 2: LAMP 2, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: LAMP 2: net 33.17 EUR, tax 6.63 EUR, gross 39.80 EUR
  bill 1: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  storno 1: LAMP 2: net 33.17 EUR, tax 6.63 EUR, gross 39.80 EUR
  storno 1: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  bill 2: LAMP 2: net 33.17 EUR, tax 6.63 EUR, gross 39.80 EUR
  bill 2: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
show receipt of order 1001
  line 1: 2 units, net 33.17 EUR, tax 6.63 EUR, gross 39.80 EUR
  delivery: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  total: net 37.25 EUR, tax 7.45 EUR, gross 44.70 EUR; paid 0.00 EUR, outstanding 44.70 EUR
