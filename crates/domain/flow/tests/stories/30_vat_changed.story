# S7: the wrong rate was on the line: the bill is taken back at the old rate, and written anew at the new one.
rate 20%
way transfer
open A of SHOP
open B of SHOP, sending for A
item BOOK
receive BOOK 5 pcs at A
  receipt 1 at A: BOOK 5, closed on 2026-03-02
  BOOK at A: on hand 5, available 5

# Until it is billed nothing happens on paper.
place order 1001: BOOK 2 pcs at 10.00 EUR
  order 1001 is placed, by transfer
  transfer 1 of order 1001 from A to B: BOOK 2, closed on 2026-03-02
  BOOK at A: on hand 3, available 3
  BOOK at B: on hand 2, reserved 2, available 0
vat of order 1001: BOOK 9%
  order 1001: VAT of line 1: 20% -> 9%
send order 1001
  bill 1 of order 1001 at B: BOOK 2, closed on 2026-03-02
  order 1001: 2 of BOOK sent
  BOOK at B: on hand 0, available 0
show amounts of order 1001
  bill 1: BOOK 2: net 18.35 EUR, tax 1.65 EUR, gross 20.00 EUR
vat of order 1001: BOOK 0%
  storno 1 of order 1001 at B: BOOK 2, closed on 2026-03-02
  order 1001: VAT of line 1: 9% -> 0%
  bill 2 of order 1001 at B: BOOK 2, closed on 2026-03-02
show papers of order 1001
  transfer 1: BOOK 2, closed on 2026-03-02
  bill 1: BOOK 2, closed on 2026-03-02, from transfer 1
  storno 1: BOOK 2, closed on 2026-03-02, from bill 1
  bill 2: BOOK 2, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: BOOK 2: net 18.35 EUR, tax 1.65 EUR, gross 20.00 EUR
  storno 1: BOOK 2: net 18.35 EUR, tax 1.65 EUR, gross 20.00 EUR
  bill 2: BOOK 2: net 20.00 EUR, tax 0.00 EUR, gross 20.00 EUR
show receipt of order 1001
  line 1: 2 units, net 20.00 EUR, tax 0.00 EUR, gross 20.00 EUR
  total: net 20.00 EUR, tax 0.00 EUR, gross 20.00 EUR; paid 0.00 EUR, outstanding 20.00 EUR
