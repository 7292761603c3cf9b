# S7: a price changes before the close: the open bill follows. After the close the bill is taken back and written
# anew as one, and no goods move.
rate 20%
way open bill
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 10 pcs, SHADE 10 pcs at MAIN
  receipt 1 at MAIN: LAMP 10, SHADE 10, closed on 2026-03-02
  LAMP at MAIN: on hand 10, available 10
  SHADE at MAIN: on hand 10, available 10

place order 1001: LAMP 3 pcs at 19.90 EUR, SHADE 1 pcs at 5.00 EUR
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 3, SHADE 1, open
  LAMP at MAIN: on hand 10, pending 3, available 10
  SHADE at MAIN: on hand 10, pending 1, available 10
price of order 1001: LAMP at 18.00 EUR
  order 1001: price of line 1: 19.90 EUR -> 18.00 EUR
  bill 1: LAMP at 18.00 EUR
show receipt of order 1001
  line 1: 3 units, net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  line 2: 1 unit, net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  total: net 49.17 EUR, tax 9.83 EUR, gross 59.00 EUR; paid 0.00 EUR, outstanding 59.00 EUR
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 7, available 7
  SHADE at MAIN: on hand 9, available 9
show amounts of order 1001
  bill 1: LAMP 3: net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  bill 1: SHADE 1: net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
would price of order 1001: LAMP at 15.00 EUR
  the total would change by net -7.50 EUR, tax -1.50 EUR, gross -9.00 EUR
  outstanding would be 50.00 EUR
price of order 1001: LAMP at 15.00 EUR
  storno 1 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
  order 1001: price of line 1: 18.00 EUR -> 15.00 EUR
  bill 2 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
price of order 1001: LAMP at 15.00 EUR
show papers of order 1001
  bill 1: LAMP 3, SHADE 1, closed on 2026-03-02
  storno 1: LAMP 3, closed on 2026-03-02, from bill 1
  bill 2: LAMP 3, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: LAMP 3: net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  bill 1: SHADE 1: net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  storno 1: LAMP 3: net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  bill 2: LAMP 3: net 37.50 EUR, tax 7.50 EUR, gross 45.00 EUR
show receipt of order 1001
  line 1: 3 units, net 37.50 EUR, tax 7.50 EUR, gross 45.00 EUR
  line 2: 1 unit, net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  total: net 41.67 EUR, tax 8.33 EUR, gross 50.00 EUR; paid 0.00 EUR, outstanding 50.00 EUR

# What was returned at the old price stays at it; what is left is billed anew.
send order 1001
  order 1001: 3 of LAMP sent
  order 1001: 1 of SHADE sent
return order 1001: LAMP 1 pcs at MAIN, restocked
  order 1001: 1 of LAMP returned
  return 1 of order 1001 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 8, available 8
price of order 1001: LAMP at 12.00 EUR
  storno 2 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  order 1001: price of line 1: 15.00 EUR -> 12.00 EUR
  bill 3 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
show amounts of order 1001
  bill 1: LAMP 3: net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  bill 1: SHADE 1: net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  storno 1: LAMP 3: net 45.00 EUR, tax 9.00 EUR, gross 54.00 EUR
  bill 2: LAMP 3: net 37.50 EUR, tax 7.50 EUR, gross 45.00 EUR
  return 1: LAMP 1: net 12.50 EUR, tax 2.50 EUR, gross 15.00 EUR
  storno 2: LAMP 2: net 25.00 EUR, tax 5.00 EUR, gross 30.00 EUR
  bill 3: LAMP 2: net 20.00 EUR, tax 4.00 EUR, gross 24.00 EUR
show receipt of order 1001
  line 1: 2 units, net 20.00 EUR, tax 4.00 EUR, gross 24.00 EUR
  line 2: 1 unit, net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR
  total: net 24.17 EUR, tax 4.83 EUR, gross 29.00 EUR; paid 0.00 EUR, outstanding 29.00 EUR
price of order 1001: LAMP at -1 EUR
  refused: cannot order line 1 at -1.00 EUR: a price is zero or more; mend it in the sending system
