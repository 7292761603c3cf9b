# F4 G2: an unmatched counterparty is held back or made new. An order that matches nothing gets a new card; one that
# ties two cards waits for a person: it may be prepared, and no bill of it is closed before; the word may be a new card.
open MAIN of WEB
item A-100
receive A-100 9 pcs at MAIN
  receipt 1 at MAIN: A-100 9, closed on 2026-03-02
  A-100 at MAIN: on hand 9, available 9
match customers
way open bill
place order 1001, e-mail ivan@romashka.ru: A-100 1 pcs
  order 1001 is placed, by open bill
  card#0 is new: the partner is told
  card#0 learns e-mail ivan@romashka.ru
  order 1001 is card#0's: nothing matches
  bill 1 of order 1001 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 1, available 9
place order 1002, number RU 7710000015: A-100 1 pcs
  order 1002 is placed, by open bill
  card#1 is new: the partner is told
  card#1 learns RU:INN 7710000015
  order 1002 is card#1's: nothing matches
  bill 2 of order 1002 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 2, available 9
place order 1003, e-mail ivan@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1003 is placed, by open bill
  order 1003 waits for a person to say whose it is: two cards, one without a tax number: likely a double
  bill 3 of order 1003 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 9, pending 3, available 9
show questions
  order 1003: two cards, one without a tax number: likely a double; proposed: merge 0 into 1
close bill of order 1003
  refused: cannot bill order 1003: a person must say whose it is (two cards, one without a tax number: likely a double; proposed: merge 0 into 1); settle that first
send order 1003
  refused: cannot bill order 1003: a person must say whose it is (two cards, one without a tax number: likely a double; proposed: merge 0 into 1); settle that first
settle order 1003 on card 7
  refused: cannot find card#7: there is no such card; look it up by its e-mail or tax number
settle order 1003 on card 1
  order 1003 is card#1's
close bill of order 1003
  bill 3 is closed on 2026-03-02
  A-100 at MAIN: on hand 8, pending 2, available 8
settle order 1003 on card 0
  refused: cannot settle order 1003: it is card#1's already; merge the two cards if they are one customer
show questions

# They are one customer after all; and a merge that was wrong is taken back.
merge card 0 and card 1
  merge 0: card#0 leads to card#1
merge card 0 and card 1
  refused: cannot use card#0: it was merged into card#1; use that one, or take the merge back
place order 1004, e-mail ivan@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1004 is placed, by open bill
  order 1004 is card#1's: both lead to one card
  bill 4 of order 1004 at MAIN: A-100 1, open
  A-100 at MAIN: on hand 8, pending 3, available 8
unmerge 0
  merge 0 is taken back
  card#0 and card#1 are parted
merge card 0 and card 1
  refused: cannot merge card#0 and card#1: they were parted and must stay two; leave them as they are

# By closed bills the goods wait where they are, until somebody has said whose the order is.
way closed bill
place order 1005, e-mail ivan@romashka.ru, number RU 7710000015: A-100 2 pcs
  order 1005 is placed, by closed bill
  order 1005 waits for a person to say whose it is: two cards that were parted
  A-100 at MAIN: on hand 8, pending 5, available 8
send order 1005
  refused: cannot bill order 1005: a person must say whose it is (two cards that were parted; proposed: card 1, do not merge); settle that first
settle order 1005 on a new card
  card#2 is new: the partner is told
  order 1005 is card#2's
  bill 5 of order 1005 at MAIN: A-100 2, closed on 2026-03-02
  A-100 at MAIN: on hand 6, pending 3, available 6
send order 1005
  order 1005: 2 of A-100 sent

# An order that nobody wants any more leaves, and its question stays.
rule leave after 0 seconds
place order 1006, e-mail ivan@romashka.ru, number RU 7710000015: A-100 1 pcs
  order 1006 is placed, by closed bill
  order 1006 waits for a person to say whose it is: two cards that were parted
  A-100 at MAIN: on hand 6, pending 4, available 6
false order 1006 because nobody answers
  order 1006 is false, nobody answers
  order 1006: 1 of A-100 cancelled, nobody answers
  A-100 at MAIN: on hand 6, pending 3, available 6
clock 2026-03-03 10:00
receive A-100 1 pcs at MAIN
  order 1006 leaves
  receipt 2 at MAIN: A-100 1, closed on 2026-03-03
  A-100 at MAIN: on hand 7, pending 3, available 7
show questions
  order 1006: two cards that were parted; proposed: card 1, do not merge
settle order 1006 on card 1
  order 1006 is back
  order 1006 is card#1's
show questions
