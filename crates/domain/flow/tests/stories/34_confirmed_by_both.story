# C2 C8: who pays by card must confirm, and the payment service, too; only then the bill is closed at once.
rate 20%
offer courier with card at 4.90 EUR, needing customer, needing payment service
offer courier with cash at 4.90 EUR, needing customer
way closed bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001, paid by card, delivered by courier: LAMP 2 pcs at 10.00 EUR
  order 1001 is placed, by closed bill
  LAMP at MAIN: on hand 5, pending 2, available 5
send order 1001
  refused: cannot send order 1001: it waits for the confirmation of the customer, the payment service; collect it first
payment service confirms order 1001
  order 1001: confirmed by: payment service
payment service confirms order 1001
send order 1001
  refused: cannot send order 1001: it waits for the confirmation of the customer; collect it first
customer confirms order 1001
  order 1001: confirmed by: customer
  bill 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
send order 1001
  order 1001: 2 of LAMP sent

place order 1002, paid by cash, delivered by courier: LAMP 1 pcs at 10.00 EUR
  order 1002 is placed, by closed bill
  LAMP at MAIN: on hand 3, pending 1, available 3
customer confirms order 1002
  order 1002: confirmed by: customer
  bill 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
show stock
  LAMP at MAIN: on hand 2, available 2
