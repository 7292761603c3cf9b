# A request that cannot be met is refused with its facts and a way out, and changes nothing.
way client order
open MAIN of SHOP
item LAMP
receive LAMP 2 pcs at MAIN
  receipt 1 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2

receive VASE 1 pcs at MAIN
  refused: cannot find item VASE: the shop has no such item; add it first, or mend the sku
receive LAMP 1 pcs at ATTIC
  refused: cannot find place ATTIC: the shop has no such place; open it first, or mend the code
receive LAMP 0 pcs at MAIN
  refused: cannot book 0 of LAMP: a quantity is above zero; to go the other way, use the opposite command
lose LAMP 3 pcs at MAIN
  refused: cannot take 3 of LAMP at MAIN: 2 available; take no more than that, or wait until more has come
move LAMP 1 pcs from MAIN to MAIN
  refused: cannot transfer LAMP from MAIN to MAIN: it is there already; name another place
item LAMP
  refused: cannot add item LAMP: there is one of that name; use it, or take another name
place order 1001: VASE 0 pcs, LAMP -1 pcs, LAMP 1 pcs at 1.00 USD
  refused: cannot order 0 on line 1: a quantity is above zero; name one, or leave the line out
  refused: cannot order -1 on line 2: a quantity is above zero; name one, or leave the line out
  refused: cannot place order 1001 in EUR, USD: an order has one currency; split it by currency
  refused: cannot find item VASE: the shop has no such item; add it first, or mend the sku
place order 1001: LAMP 1 pcs
  order 1001 is placed, by client order
  client order 1 of order 1001 at MAIN: LAMP 1, open
  LAMP at MAIN: on hand 2, pending 1, available 2
place order 1001: LAMP 1 pcs
  refused: cannot place order 1001 of site: it was placed before, as order#0; edit that one
add order 1001: LAMP 1 pcs at 1.00 USD
  refused: cannot place order 1001 in EUR, USD: an order has one currency; split it by currency
change order 1001: LAMP to 1 pcs
  refused: cannot change line 1 to 1: that is what it is; name another quantity
send order 1001: LAMP 2 pcs
  refused: cannot send 2 of line 1 of order 1001: 1 can be sent; send that, or edit the order first
return order 1001 at MAIN, restocked
  refused: cannot book goods back for order 1001: no unit of it is at that point; look at its lines
release order 1001
  refused: cannot take promises back from order 1001: nothing is reserved for it; go on with it
show stock
  LAMP at MAIN: on hand 2, pending 1, available 2
