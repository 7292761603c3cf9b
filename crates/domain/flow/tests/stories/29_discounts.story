# S7: a discount on one line, then on the order: what is billed is billed anew with it.
rate 20%
way closed bill
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 3 pcs, SHADE 10 pcs at MAIN
  receipt 1 at MAIN: LAMP 3, SHADE 10, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
  SHADE at MAIN: on hand 10, available 10

place order 1001: LAMP 5 pcs at 9.99 EUR, SHADE 2 pcs at 5.55 EUR
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 3, SHADE 2, closed on 2026-03-02
  LAMP at MAIN: on hand 0, pending 2, available 0
  SHADE at MAIN: on hand 8, available 8
  short: order 1001 lacks 2 of LAMP at MAIN
discount on order 1001: LAMP 10%
  storno 1 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
  order 1001: discount of line 1: none -> 10%
  bill 2 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
show amounts of order 1001
  bill 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 1: SHADE 2: net 9.25 EUR, tax 1.85 EUR, gross 11.10 EUR
  storno 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 2: LAMP 3: net 22.48 EUR, tax 4.49 EUR, gross 26.97 EUR
discount on order 1001: 5%
  storno 2 of order 1001 at MAIN: SHADE 2, closed on 2026-03-02
  storno 3 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
  order 1001: discount on the order: none -> 5%
  bill 3 of order 1001 at MAIN: SHADE 2, closed on 2026-03-02
  bill 4 of order 1001 at MAIN: LAMP 3, closed on 2026-03-02
show amounts of order 1001
  bill 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 1: SHADE 2: net 9.25 EUR, tax 1.85 EUR, gross 11.10 EUR
  storno 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 2: LAMP 3: net 22.48 EUR, tax 4.49 EUR, gross 26.97 EUR
  storno 2: SHADE 2: net 9.25 EUR, tax 1.85 EUR, gross 11.10 EUR
  storno 3: LAMP 3: net 22.48 EUR, tax 4.49 EUR, gross 26.97 EUR
  bill 3: SHADE 2: net 8.79 EUR, tax 1.76 EUR, gross 10.55 EUR
  bill 4: LAMP 3: net 21.35 EUR, tax 4.27 EUR, gross 25.62 EUR

# The goods that come later cost what is left of the whole: the parts add up.
receive LAMP 5 pcs at MAIN
  receipt 2 at MAIN: LAMP 5, closed on 2026-03-02
  bill 5 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
  nobody is short any more
show amounts of order 1001
  bill 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 1: SHADE 2: net 9.25 EUR, tax 1.85 EUR, gross 11.10 EUR
  storno 1: LAMP 3: net 24.97 EUR, tax 5.00 EUR, gross 29.97 EUR
  bill 2: LAMP 3: net 22.48 EUR, tax 4.49 EUR, gross 26.97 EUR
  storno 2: SHADE 2: net 9.25 EUR, tax 1.85 EUR, gross 11.10 EUR
  storno 3: LAMP 3: net 22.48 EUR, tax 4.49 EUR, gross 26.97 EUR
  bill 3: SHADE 2: net 8.79 EUR, tax 1.76 EUR, gross 10.55 EUR
  bill 4: LAMP 3: net 21.35 EUR, tax 4.27 EUR, gross 25.62 EUR
  bill 5: LAMP 2: net 14.23 EUR, tax 2.85 EUR, gross 17.08 EUR
show receipt of order 1001
  line 1: 5 units, net 35.58 EUR, tax 7.12 EUR, gross 42.70 EUR
  line 2: 2 units, net 8.79 EUR, tax 1.76 EUR, gross 10.55 EUR
  total: net 44.37 EUR, tax 8.88 EUR, gross 53.25 EUR; paid 0.00 EUR, outstanding 53.25 EUR

# A rejected unit takes back just what it was billed at.
reject order 1001: SHADE 1 pcs because it is broken
  order 1001: 1 of SHADE cancelled, it is broken
  storno 4 of order 1001 at MAIN: SHADE 1, closed on 2026-03-02
  SHADE at MAIN: on hand 9, available 9
show receipt of order 1001
  line 1: 5 units, net 35.58 EUR, tax 7.12 EUR, gross 42.70 EUR
  line 2: 1 unit, net 4.39 EUR, tax 0.88 EUR, gross 5.27 EUR
  total: net 39.97 EUR, tax 8.00 EUR, gross 47.97 EUR; paid 0.00 EUR, outstanding 47.97 EUR
