# F4: an order's customer is known by e-mail or tax number; a new one gets a card, and the partner is told with the order.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
way open bill
place order 1000, e-mail nobody@looks.ru: A-100 1 pcs
  order 1000 is placed, by open bill
  bill 1 of order 1000 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 1, available 9

# Nobody was looked for so far: the shop was opened without its secret.
match customers
place order 1001, e-mail ivan@romashka.ru: A-100 1 pcs
  order 1001 is placed, by open bill
  card#0 is new: the partner is told
  card#0 learns e-mail ivan@romashka.ru
  order 1001 is card#0's: nothing matches
  bill 2 of order 1001 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 2, available 9
place order 1002, e-mail IVAN@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1002 is placed, by open bill
  card#0 learns RU:INN 7710000015
  order 1002 is card#0's: the e-mail is known, the tax number is new to its card
  bill 3 of order 1002 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 3, available 9
place order 1003, e-mail olga@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1003 is placed, by open bill
  card#0 learns e-mail olga@romashka.ru
  order 1003 is card#0's: the tax number is known
  bill 4 of order 1003 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 4, available 9
place order 1004: A-100 1 pcs
  order 1004 is placed, by open bill
  bill 5 of order 1004 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 5, available 9
close bill of order 1003
  bill 4 is closed on 2026-03-02
  A-100 at MAIN: on hand 8, pending 4, available 8
show questions

# A card of the system before, and an order that is its customer's.
import, e-mail anna@vesna.ru, number BG 175074752
  card#1 is new: the partner is told
  card#1 learns e-mail anna@vesna.ru
  card#1 learns BG:EIK 175074752
place order 1005, e-mail shop@vesna.ru, number EU BG175074752: A-100 1 pcs
  order 1005 is placed, by open bill
  card#1 learns e-mail shop@vesna.ru
  order 1005 is card#1's: the tax number is known
  bill 6 of order 1005 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 8, pending 5, available 8
