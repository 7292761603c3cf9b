# G3 G4: dealers order from their own list, at its prices, and need nobody's confirmation.
rate 20%
list DEALERS for dealers: LAMP at 8.00 EUR, confirms itself
list EVERYBODY: LAMP at 10.00 EUR
way client order, reserved when confirmed
open MAIN of SHOP
item LAMP
item SHADE
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001, from list DEALERS, by one of the dealers: LAMP 2 pcs at 8.00 EUR
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 2, open
  order 1001 is confirmed
  client order 1 is closed on 2026-03-02
  bill 1 of order 1001 at MAIN: LAMP 2, open
  LAMP at MAIN: on hand 5, reserved 2, available 3
place order 1002, from list EVERYBODY: LAMP 1 pcs at 10.00 EUR
  order 1002 is placed, by client order
  client order 2 of order 1002 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 5, reserved 2, pending 1, available 3
place order 1003, from list DEALERS: LAMP 1 pcs at 8.00 EUR
  refused: cannot order from price list DEALERS: it is not for the group ""; name a list of that group
place order 1003, from list DEALERS, by one of the dealers: LAMP 1 pcs at 7.00 EUR, SHADE 1 pcs at 1.00 EUR
  refused: cannot order LAMP at 7.00 EUR: price list DEALERS says 8.00 EUR; order at that price
  refused: cannot order SHADE from price list DEALERS: it is not on the list; leave it out, or add it to the list
place order 1003, from list STAFF: LAMP 1 pcs at 8.00 EUR
  refused: cannot order from price list STAFF: the shop has no such list; name one that it has
