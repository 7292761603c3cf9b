# A Comarch shop (C2, C5, C6, C8): what the route asks for is asked of the order, in any order; sent, it is fulfilled.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way closed bill
scheme comarch
  scheme comarch confirmations is adopted
place order 1001, paid by online, delivered by courier: A-100 2 pcs
  order 1001 is placed, by closed bill
  order 1001: begins, online and courier: awaiting customer, seller, until 2026-03-04T10:00:00Z
  A-100 at MAIN: on hand 9, pending 2, available 9
payment service confirms order 1001
  order 1001: confirmed by: payment service
  order 1001: is confirmed by payment service
confirm order 1001
  order 1001 is confirmed
  order 1001: is confirmed by shop
customer confirms order 1001
  order 1001: confirmed by: customer
  bill 1 of order 1001 at MAIN: A-100 2, closed on 2026-03-02
  order 1001: is confirmed by customer
  order 1001: awaiting customer -> awaiting payment service, seller, until 2026-03-03T10:00:00Z; by itself
  order 1001: awaiting payment service -> awaiting shop, seller, until 2026-03-03T10:00:00Z; by itself
  order 1001: awaiting shop -> confirmed, seller, until 2026-03-09T10:00:00Z; by itself
  A-100 at MAIN: on hand 7, available 7
send order 1001
  order 1001: 2 of A-100 sent
mark order 1001 paid by online, tx-1
  order 1001: paid: 20.00 EUR by online (tx-1)
  order 1001: is paid
  order 1001: confirmed -> fulfilled, the end; by itself
