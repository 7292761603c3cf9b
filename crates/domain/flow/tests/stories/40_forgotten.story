# Ana (person 1) asks to be forgotten. Her bill must keep her name for thirty days; then all words of hers go.
open MAIN of WEB
item A-100
receive A-100 5 pcs at MAIN
  receipt 1 at MAIN: A-100 5, closed on 2026-03-02
  A-100 at MAIN: on hand 5, available 5
way closed bill
rule keep words on bills for 30 days
place order 1001: A-100 2 pcs
  order 1001 is placed, by closed bill
  bill 1 of order 1001 at MAIN: A-100 2, closed on 2026-03-02
  A-100 at MAIN: on hand 3, available 3
buyer of order 1001: Ana
  storno 1 of order 1001 at MAIN: A-100 2, closed on 2026-03-02
  order 1001: buyer: unknown -> Ana
  bill 2 of order 1001 at MAIN: A-100 2, closed on 2026-03-02
send order 1001
  order 1001: 2 of A-100 sent
forget 1
  refused: cannot forget person#1: bill 2 must keep the words until 2026-04-01; ask again after that day
clock 2026-04-02 10:00
forget 1
  person#1 is forgotten
forget 1
buyer of order 1001: Ana again
  refused: cannot write words of person#1: that person was forgotten, and the key is gone; give the person a new id
