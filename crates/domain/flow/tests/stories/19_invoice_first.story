# F5: work with a counterparty starts with an invoice for payment, then comes the sale.
way client order
rule invoice first
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, pending 2, available 5
confirm order 1001
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 2, open
close bill of order 1001
  refused: cannot bill order 1001: it has no invoice for payment; issue one first
invoice order 1001
  invoice 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3

# Where no person closes the bill, the invoice is made before it.
way closed bill
place order 1002: LAMP 1 pcs
  order 1002 is placed, by closed bill
  invoice 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  bill 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
show papers of order 1002
  invoice 2: LAMP 1, closed on 2026-03-02
  bill 2: LAMP 1, closed on 2026-03-02
