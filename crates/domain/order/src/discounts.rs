//! What becomes of an order's discounts when it is edited, by the shop's choice.

use sklad_base::{LineNo, Money, Quantity};

use crate::{
    Event, Order, Policy, Refusal, Units,
    edits::Judged,
    price::{self, AfterEdit, Basket, Change, Discount, DiscountPolicy, Tier, Totals},
    receipt::OpenBasket,
};

impl Order {
    /// Puts behind an edit what becomes of the discounts. `touched` are the lines that it changes, and how much of
    /// each ends.
    pub(crate) fn with_discounts_kept(
        &self,
        mut events: Vec<Event>,
        touched: &[Units],
        policy: &Policy,
    ) -> Judged {
        let granted = self.lines.iter().any(|line| line.discount().is_some());
        if !granted && self.discounts().is_empty() && !asks_the_rule(policy) {
            return self.if_it_fits(events);
        }
        let open = self.whole_basket()?;
        let before = Before { totals: open.price()?, ended: self.ended(touched)?, open };
        let given = events.iter().find_map(discounted_line);
        let own = before.own_kept(policy.discounts)?.into_iter();
        events.extend(own.filter(|own| given.is_none() || discounted_line(own) != given));
        let anew = Tier::reached(&policy.tiers, self.after(&events).worth_of_lines()?);
        let discounts = before.discounts_kept(self.discounts(), policy.discounts, anew)?;
        if discounts != self.discounts() {
            events.push(Event::OrderDiscounted(discounts));
        }
        self.if_it_fits(events)
    }

    /// Returns what of each line gives up its share of today's discounts: open units that end, for what is billed is
    /// frozen; and where all bills of the line were taken back for good, their units, for the edit forgets these.
    fn ended(&self, touched: &[Units]) -> Result<Vec<Ended>, Refusal> {
        let of_line = |line| {
            let its = touched.iter().find(|units| units.line == line);
            let open = its.map_or(Quantity::ZERO, |its| its.quantity);
            let open = open.min(self.open_quantity(line));
            let is_over = self.billed_quantity(line).is_zero();
            let returned = if is_over { self.ever_billed(line)?.0 } else { Quantity::ZERO };
            let quantity = open.saturating_add(returned);
            Ok(Ended { line, quantity, is_touched: its.is_some() })
        };
        self.lines().map(|(line, _)| of_line(line)).collect()
    }

    /// Returns what the lines come to in the order's basis, their own discounts off and the order's not: what the
    /// shop's rule asks for. Billed units count, and those that were given back do not.
    fn worth_of_lines(&self) -> Result<Money, Refusal> {
        let lines = self.lines.iter().map(|line| line.to_price(line.payable()));
        let totals = price::price(&Basket::new(self.terms, &lines.collect::<Vec<_>>()))?;
        let zero = Money::zero(self.terms.currency);
        let amounts = totals.lines().iter().map(|line| line.amounts().in_basis(self.terms.basis));
        Ok(amounts.into_iter().try_fold(zero, Money::plus)?)
    }
}

/// An order before an edit, and what of it the edit touches.
struct Before<'a> {
    open: OpenBasket<'a>,
    totals: Totals,
    /// Of each line.
    ended: Vec<Ended>,
}

/// How much of a line gives up its share, and whether the edit touches the line.
struct Ended {
    line: LineNo,
    quantity: Quantity,
    is_touched: bool,
}

impl Before<'_> {
    /// Returns how the touched lines' own discounts go on. The shop's rule speaks of the order: where it is to be
    /// asked, they go on as by default.
    fn own_kept(&self, chosen: DiscountPolicy) -> Result<Vec<Event>, Refusal> {
        let usual = DiscountPolicy::default();
        let or = |choice, usual| if choice == AfterEdit::EvaluateAnew { usual } else { choice };
        let (rates, amounts) = (or(chosen.rates, usual.rates), or(chosen.amounts, usual.amounts));
        let kept = DiscountPolicy { rates, amounts };
        let mut events = Vec::new();
        for Ended { line, quantity, is_touched } in &self.ended {
            let (line, quantity) = (*line, *quantity);
            let Some(discount) = self.open.lines[line.index()].discount else { continue };
            let gives_up =
                quantity.is_positive() && choice(&kept, discount) == AfterEdit::TakeBackShare;
            if !is_touched && !gives_up {
                continue;
            }
            let basket = self.open.basket();
            let change = Change::of_line_discount(&basket, &self.totals, line, quantity)?;
            let after = change.applied_to(discount, &kept)?;
            if after != Some(discount) {
                events.push(Event::LineDiscounted { line, discount: after });
            }
        }
        Ok(events)
    }

    /// Returns how the discounts on the order go on. The rule is asked once, for all that it would stand for, and
    /// also where nothing is granted yet: what it says depends on the order as it is.
    fn discounts_kept(
        &self,
        discounts: &[Discount],
        chosen: DiscountPolicy,
        anew: Option<Discount>,
    ) -> Result<Vec<Discount>, Refusal> {
        let by_rule = |discount| choice(&chosen, discount) == AfterEdit::EvaluateAnew;
        let ended: Vec<_> = self.ended.iter().map(|its| (its.line, its.quantity)).collect();
        let mut kept = Vec::with_capacity(discounts.len());
        for (index, discount) in discounts.iter().enumerate() {
            if !by_rule(*discount) {
                let basket = self.open.basket();
                let change = Change::of_order_discount(&basket, &self.totals, index, &ended)?;
                kept.extend(change.applied_to(*discount, &chosen)?);
            } else if !discounts[..index].iter().any(|before| by_rule(*before)) {
                kept.extend(anew);
            }
        }
        if !discounts.iter().any(|discount| by_rule(*discount)) {
            kept.extend(anew.filter(|anew| by_rule(*anew)));
        }
        Ok(kept)
    }
}

/// Returns the line that an event gives another discount of its own.
const fn discounted_line(event: &Event) -> Option<LineNo> {
    if let Event::LineDiscounted { line, .. } = event { Some(*line) } else { None }
}

/// Returns what the shop chose for a kind of discount.
const fn choice(policy: &DiscountPolicy, discount: Discount) -> AfterEdit {
    match discount {
        Discount::Percent(_) | Discount::Proportion { .. } => policy.rates,
        Discount::Amount(_) => policy.amounts,
    }
}

/// Tells whether the shop's rule may have something to say.
fn asks_the_rule(policy: &Policy) -> bool {
    let DiscountPolicy { rates, amounts } = policy.discounts;
    !policy.tiers.is_empty() && [rates, amounts].contains(&AfterEdit::EvaluateAnew)
}
