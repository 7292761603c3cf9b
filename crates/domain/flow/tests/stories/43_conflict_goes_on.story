# The shop may choose that orders go on under the proposed card, or that doubles are merged at once.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
match customers, going on
way closed bill
place order 1001, e-mail ivan@romashka.ru: A-100 1 pcs
  order 1001 is placed, by closed bill
  card#0 is new: the partner is told
  card#0 learns e-mail ivan@romashka.ru
  order 1001 is card#0's: nothing matches
  bill 1 of order 1001 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 8, available 8
place order 1002, number RU 7710000015: A-100 1 pcs
  order 1002 is placed, by closed bill
  card#1 is new: the partner is told
  card#1 learns RU:INN 7710000015
  order 1002 is card#1's: nothing matches
  bill 2 of order 1002 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 7, available 7
place order 1003, e-mail ivan@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1003 is placed, by closed bill
  order 1003 waits for a person to say whose it is: two cards, one without a tax number: likely a double
  order 1003 is card#1's
  bill 3 of order 1003 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 6, available 6
show questions
match customers, doubles merged
place order 1004, e-mail ivan@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1004 is placed, by closed bill
  merge 0: card#0 leads to card#1
  order 1004 is card#1's: two cards, one without a tax number: likely a double
  bill 4 of order 1004 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 5, available 5
place order 1005, e-mail ivan@romashka.ru: A-100 1 pcs
  order 1005 is placed, by closed bill
  order 1005 is card#1's: the e-mail is known
  bill 5 of order 1005 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 4, available 4

# Ivan asks to be forgotten: what led to him leads nowhere, and the firm's card stays.
forget 1001
  person#1001 is forgotten
place order 1006, e-mail ivan@romashka.ru: A-100 1 pcs
  order 1006 is placed, by closed bill
  card#2 is new: the partner is told
  card#2 learns e-mail ivan@romashka.ru
  order 1006 is card#2's: nothing matches
  bill 6 of order 1006 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 3, available 3
place order 1007, number RU 7710000015: A-100 1 pcs
  order 1007 is placed, by closed bill
  order 1007 is card#1's: the tax number is known
  bill 7 of order 1007 at MAIN: A-100 1, closed on 2026-03-02
  A-100 at MAIN: on hand 2, available 2
