# C1: the courier becomes a pick-up; what delivery costs is looked up, kept or said, and a bill follows it.
rate 20%
offer courier with card at 4.90 EUR
offer pick-up with card at 1.00 EUR
offer courier with cash at 6.00 EUR
way open bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001, paid by cash, delivered by pick-up: LAMP 1 pcs at 10.00 EUR
  refused: cannot deliver by pick-up and take payment by cash: the shop offers courier with card, pick-up with card, courier with cash; choose one of these
place order 1001, paid by card, delivered by courier: LAMP 1 pcs at 10.00 EUR
  order 1001 is placed, by open bill
  bill 1 of order 1001 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 5, pending 1, available 5
show receipt of order 1001
  line 1: 1 unit, net 8.33 EUR, tax 1.67 EUR, gross 10.00 EUR
  delivery: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
  total: net 12.41 EUR, tax 2.49 EUR, gross 14.90 EUR; paid 0.00 EUR, outstanding 14.90 EUR
would deliver order 1001 by pick-up
  the total would change by net -3.25 EUR, tax -0.65 EUR, gross -3.90 EUR
  outstanding would be 11.00 EUR
deliver order 1001 by pick-up
  order 1001: payment and delivery: card, courier at 4.90 EUR, VAT of 20% -> card, pick-up at 1.00 EUR, VAT of 20%
show receipt of order 1001
  line 1: 1 unit, net 8.33 EUR, tax 1.67 EUR, gross 10.00 EUR
  delivery: net 0.83 EUR, tax 0.17 EUR, gross 1.00 EUR
  total: net 9.16 EUR, tax 1.84 EUR, gross 11.00 EUR; paid 0.00 EUR, outstanding 11.00 EUR
close bill of order 1001
  bill 1 is closed on 2026-03-02
  LAMP at MAIN: on hand 4, available 4
deliver order 1001 by courier, price as before
  order 1001: payment and delivery: card, pick-up at 1.00 EUR, VAT of 20% -> card, courier at 1.00 EUR, VAT of 20%
deliver order 1001 by courier
  storno 1 of order 1001 at MAIN, closed on 2026-03-02
  order 1001: payment and delivery: card, courier at 1.00 EUR, VAT of 20% -> card, courier at 4.90 EUR, VAT of 20%
  bill 2 of order 1001 at MAIN, closed on 2026-03-02
show papers of order 1001
  bill 1: LAMP 1, closed on 2026-03-02
  storno 1, closed on 2026-03-02, from bill 1
  bill 2, closed on 2026-03-02, from bill 1
show amounts of order 1001
  bill 1: LAMP 1: net 8.33 EUR, tax 1.67 EUR, gross 10.00 EUR
  bill 1: beside: net 0.83 EUR, tax 0.17 EUR, gross 1.00 EUR
  storno 1: beside: net 0.83 EUR, tax 0.17 EUR, gross 1.00 EUR
  bill 2: beside: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
deliver order 1001 by courier, price 2.50 EUR
  storno 2 of order 1001 at MAIN, closed on 2026-03-02
  order 1001: payment and delivery: card, courier at 4.90 EUR, VAT of 20% -> card, courier at 2.50 EUR, VAT of 20%
  bill 3 of order 1001 at MAIN, closed on 2026-03-02
show receipt of order 1001
  line 1: 1 unit, net 8.33 EUR, tax 1.67 EUR, gross 10.00 EUR
  delivery: net 2.08 EUR, tax 0.42 EUR, gross 2.50 EUR
  total: net 10.41 EUR, tax 2.09 EUR, gross 12.50 EUR; paid 0.00 EUR, outstanding 12.50 EUR
deliver order 1001 by post
  refused: cannot deliver by post and take payment by card: the shop offers courier with card, pick-up with card, courier with cash; choose one of these
