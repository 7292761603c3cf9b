# B9 B13: closed bills let false orders in. Found before sending, the goods come back to the shelf by a storno;
# found after, they are on the road until they come back or are written off.
way closed bill
open MAIN of SHOP
item LAMP
receive LAMP 5 pcs at MAIN
  receipt 1 at MAIN: LAMP 5, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1001: LAMP 2 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
false order 1001 because nobody answers the phone
  order 1001 is false, nobody answers the phone
  order 1001: 2 of LAMP cancelled, nobody answers the phone
  storno 1 of order 1001 at MAIN: LAMP 2, closed on 2026-03-02
  LAMP at MAIN: on hand 5, available 5

place order 1002: LAMP 3 pcs
  order 1002 is placed, by closed bill
  bill 2 of order 1002 at MAIN: LAMP 3, closed on 2026-03-02
  LAMP at MAIN: on hand 2, available 2
send order 1002: LAMP 2 pcs
  order 1002: 2 of LAMP sent
false order 1002 because the address does not exist
  order 1002 is false, the address does not exist
  order 1002: 1 of LAMP cancelled, the address does not exist
  storno 2 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 3, available 3
show order 1002
  LAMP: ordered 3, cancelled 1, taken 2, sent 2

# The courier brings one back, the other is gone.
come back order 1002: LAMP 1 pcs at MAIN, restocked
  order 1002: 1 of LAMP came back
  storno 3 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
  LAMP at MAIN: on hand 4, available 4
write off order 1002 at MAIN
  order 1002: 1 of LAMP written off
  storno 4 of order 1002 at MAIN: LAMP 1, closed on 2026-03-02
show order 1002
  LAMP: ordered 3, cancelled 1, taken 2, sent 2, came back 1, written off 1
show papers of order 1002
  bill 2: LAMP 3, closed on 2026-03-02
  storno 2: LAMP 1, closed on 2026-03-02, from bill 2
  storno 3: LAMP 1, closed on 2026-03-02, from bill 2
  storno 4: LAMP 1, closed on 2026-03-02, from bill 2

# A false order is over.
change order 1002: LAMP to 1 pcs
  refused: cannot edit order 1002: it is false; place a new order
