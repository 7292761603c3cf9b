//! The stages of orders (S1-S5): they follow what happens, and what their moves bring about is done in the same record.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Decider, Events, OrderId, Personal, ReasonCode};
use sklad_order::{Command as Tell, Edit, Order, Policy, Reason};
use sklad_stage::{Asking, Happening, Person, Plan, Scheme, Sketch, TransitionId, What, Wish};

use crate::{
    Command, Event, Refusal, Share, Shop, refusal,
    work::{Decided, Work},
};

mod facts;
mod hear;

/// What is wanted of an order's stage.
///
/// ```
/// use sklad_base::OrderId;
/// use sklad_flow::{Command, StageWish};
///
/// let command = Command::Stage { order: OrderId::new(7), wish: StageWish::Advance, comment: None };
/// assert_eq!(command.name().to_string(), "stage");
/// ```
///
/// Source: `sklad_stage`, whose other wishes (something happened, another route) follow from the order by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new wish must break every sender of them")]
pub enum StageWish {
    /// It begins its route: for orders from before the scheme, and those whose payment or delivery was not known.
    Begin,
    /// It goes forward.
    Advance,
    /// It takes a transition.
    Jump(TransitionId),
    /// Its clock stops.
    Pause,
    /// Its clock goes on.
    Resume,
    /// A person gets it.
    Assign(Person),
    /// Whoever asks takes it.
    Take,
    /// Whoever has it hands it over.
    HandOver(Person),
}

/// How far the stages have come with what a command does.
pub(crate) struct Stages<'a> {
    pub(crate) sketch: Sketch<'a>,
    /// How many of the command's events they know of; nothing before they were asked first.
    known: Option<usize>,
    /// What happened beside the events; nothing at most commands.
    beside: Option<Box<Beside>>,
}

/// What happened to orders without an event that stages should hear of.
#[derive(Default)]
struct Beside {
    /// What their moves brought about: it is not told them again.
    caused: BTreeSet<(OrderId, Happening)>,
    /// What happened without an event of its own, and was told.
    told: BTreeSet<(OrderId, Happening)>,
    /// Whose moves brought something about: what holds of them is looked at anew.
    again: BTreeSet<OrderId>,
}

impl<'a> Stages<'a> {
    pub(crate) const fn new(shop: &'a Shop) -> Self {
        let sketch = Sketch::new(&shop.board);
        Self { sketch, known: None, beside: None }
    }

    /// Tells whether a move of the order brought that about.
    fn has_caused(&self, order: OrderId, happening: Happening) -> bool {
        self.beside.as_ref().is_some_and(|beside| beside.caused.contains(&(order, happening)))
    }

    /// Tells whether an order stands somewhere and has not ended.
    pub(crate) fn is_live(&self, order: OrderId) -> bool {
        self.sketch.track(order).is_some_and(|track| track.outcome().is_none())
    }
}

impl<'a> Work<'a> {
    pub(crate) fn adopt_scheme(&mut self, new: &Scheme, plan: &Plan) -> Decided {
        let adopt = sklad_stage::Command::adopt(new.clone(), plan.clone());
        let old = self.shop.scheme().unwrap_or(new);
        let mut happened = Events::new();
        let decided = self.shop.board.decide(&self.envelope.with(adopt), old, &mut happened);
        decided.map_err(|no| no.map(Refusal::from))?;
        self.out.push(Event::SchemeAdopted(Box::new(new.clone())));
        happened.into_iter().map(Event::Stage).for_each(|event| self.out.push(event));
        Ok(())
    }

    pub(crate) fn stage(
        &mut self,
        order: OrderId,
        wish: &StageWish,
        comment: Option<&Personal<String>>,
    ) -> Decided {
        let number = self.number(order)?;
        let Some(scheme) = self.shop.scheme() else {
            return Err(Refusal::NoScheme { number }.into());
        };
        let wish = match wish.clone() {
            StageWish::Begin => self.beginning(order)?,
            StageWish::Advance => Wish::Advance,
            StageWish::Jump(transition) => Wish::Jump(transition),
            StageWish::Pause => Wish::Pause,
            StageWish::Resume => Wish::Resume,
            StageWish::Assign(person) => Wish::Assign(person),
            StageWish::Take => Wish::Take,
            StageWish::HandOver(person) => Wish::HandOver(person),
        };
        self.put_to_board((order, &wish), comment, scheme).map(drop)
    }

    /// Returns the wish that an order begins its route, where it can.
    fn beginning(&mut self, order: OrderId) -> Decided<Wish> {
        let (wish, number) = ("begin the route of", self.number(order)?);
        let its = &self.case(order)?.order;
        if its.is_dropped() {
            let (why, way_out) = ("it is false or cancelled", "place a new order");
            return Err(Refusal::Nothing { wish, number, why, way_out }.into());
        }
        let start = its.payment().cloned().zip(its.delivery().cloned());
        let start = start.map(|(payment, delivery)| Wish::Start { payment, delivery });
        start.ok_or_else(|| Refusal::NoRoute { number }.into())
    }

    /// Returns what an order is judged by where that is not the shop's policy as it is: another payment or delivery asks
    /// for the confirmations of its new route.
    pub(crate) fn other_policy(&self, order: &Order, told: &Tell) -> Option<Policy> {
        let (payment, delivery) = if let Tell::Edit(Edit::ChangePayment { payment, .. }) = told {
            (Some(payment), order.delivery())
        } else if let Tell::Edit(Edit::ChangeDelivery { delivery, .. }) = told {
            (order.payment(), Some(delivery))
        } else {
            return None;
        };
        let asked: Vec<_> = self.shop.asked_on_the_way(payment.zip(delivery)).collect();
        if asked.is_empty() {
            return None;
        }
        // No edit of these looks at price lists, which may be long.
        let Policy { matrix, needs, discounts, tiers, .. } = &self.policy.settings.order;
        Some(Policy {
            matrix: matrix.clone(),
            price_lists: BTreeMap::new(),
            needs: needs.iter().copied().chain(asked).collect(),
            discounts: *discounts,
            tiers: tiers.clone(),
        })
    }

    /// Lets the stages follow what has happened, and does what their moves bring about, until nothing more follows.
    /// Tells whether they brought something about.
    pub(crate) fn follow_stages(&mut self) -> Decided<bool> {
        let Some(scheme) = self.shop.scheme() else { return Ok(false) };
        if matches!(self.envelope.command, Command::AdoptScheme { .. }) {
            return Ok(false);
        }
        for round in 0..ROUNDS {
            let mut is_caused = false;
            for (order, wish) in self.wishes(scheme) {
                let is_live = self.stages.is_live(order) || matches!(wish, Wish::Start { .. });
                if is_live {
                    is_caused |= self.put_to_board((order, &wish), None, scheme)?;
                }
            }
            // What stages write down they need not hear.
            if !is_caused {
                return Ok(round > 0);
            }
        }
        Ok(true)
    }

    /// Asks the board, writes down what it says, and does what that brings about. Tells whether there was anything to.
    fn put_to_board(
        &mut self,
        (order, wish): (OrderId, &Wish),
        comment: Option<&Personal<String>>,
        scheme: &Scheme,
    ) -> Decided<bool> {
        let asked = self.stages.sketch.asks(order, wish, scheme);
        let facts = self.stage_facts(order, asked.facts())?;
        if asked.is_nothing_new(facts) {
            return Ok(false);
        }
        let mut is_caused = false;
        let (moment, who) = (self.envelope.moment, &self.envelope.who);
        let asking = Asking { order, facts, comment, moment, who };
        let notes = self.stages.sketch.decide(wish, asking, scheme);
        for note in notes.map_err(refusal::lift)? {
            let (mut causes, mut code) = (Vec::new(), None);
            if let What::Moved { at, causes: all, .. } = &note.what
                && !all.is_empty()
            {
                causes.clone_from(all);
                code = ReasonCode::parse(at.stage.as_str()).ok();
            }
            self.out.push(Event::Stage(sklad_stage::Event::Noted(note)));
            is_caused |= !causes.is_empty();
            for cause in causes {
                self.bring_about((order, cause), comment, code.as_ref())?;
            }
        }
        Ok(is_caused)
    }

    /// Does what a move brings about, unless it is so already; what is refused refuses the whole command.
    fn bring_about(
        &mut self,
        (order, cause): (OrderId, Happening),
        comment: Option<&Personal<String>>,
        code: Option<&ReasonCode>,
    ) -> Decided {
        let beside = self.stages.beside.get_or_insert_default();
        beside.caused.insert((order, cause));
        beside.again.insert(order);
        if self.is_so(order, cause)? {
            return Ok(());
        }
        let said = comment.cloned().map(Reason::Words);
        let reason = said.or_else(|| code.cloned().map(Reason::Code)).unwrap_or(Reason::TooFew);
        match cause {
            Happening::Confirmed => self.confirm(order),
            Happening::Reserved => self.reserve(order),
            Happening::BillClosed => self.close_bill(order),
            Happening::Sent => self.send(order, &Share::All),
            Happening::Cancelled => self.drop_order(order, Tell::Cancel { reason }),
            Happening::False => self.drop_order(order, Tell::MarkFalse { reason }),
            // No scheme brings these about: they are facts from outside.
            Happening::PartlySent
            | Happening::Paid
            | Happening::GoodsAdded
            | Happening::GoodsArrived
            | Happening::CameBack
            | Happening::Returned => Ok(()),
        }
    }

    /// Tells whether nothing is left to bring about.
    fn is_so(&mut self, order: OrderId, cause: Happening) -> Decided<bool> {
        let case = self.case(order)?;
        let waits = case.order.lines().any(|(_, line)| line.waiting().is_positive());
        let unsent = case.order.lines().any(|(_, line)| line.unsent().is_positive());
        let is_so = match cause {
            Happening::Confirmed => *case.order.standing() != sklad_order::Standing::Placed,
            Happening::BillClosed => case.started && case.open_kind().is_none(),
            Happening::Sent => !waits && !unsent,
            Happening::Reserved => {
                case.way.takes_at_once() || !waits || self.nothing_to_reserve(order)
            }
            // A dropped order is not dropped again; the others are facts from outside.
            Happening::Cancelled
            | Happening::False
            | Happening::PartlySent
            | Happening::Paid
            | Happening::GoodsAdded
            | Happening::GoodsArrived
            | Happening::CameBack
            | Happening::Returned => false,
        };
        Ok(is_so || self.case(order)?.order.is_dropped())
    }

    fn nothing_to_reserve(&self, order: OrderId) -> bool {
        let lines = self.there(order).map(|case| case.line_facts(&self.booking));
        let mut lines = lines.into_iter().flatten();
        !lines.any(|its| its.line.asked().kept && its.line.waiting() > its.reserved)
    }
}

/// How often what a move brought about may move the order on. A sound scheme comes to rest long before that.
const ROUNDS: usize = 64;
