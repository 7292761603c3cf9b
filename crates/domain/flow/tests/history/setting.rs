//! The choices of a random shop.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sklad_base::PaymentWay;
use sklad_flow::{CustomerSettings, Rule, Settings, Undecided};
use sklad_order::Confirmation;
use sklad_scenario::{Reserve, Sending, Shortage, Way};
use sklad_stock::Negative;

use super::DISPATCH;
use super::act::{channel, code, quantity};

/// What a shop of a random history chooses, and what lies there when it opens.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct Setting {
    /// Half units of each item at each place that sells.
    pub opening: i64,
    /// The way of all orders; each order's payment names its own where this is `None`.
    pub way: Option<Way>,
    pub reserve: Reserve,
    pub scenario: sklad_scenario::Policy,
    pub waits: bool,
    pub invoice_first: bool,
    /// Whether the first place may go below zero.
    pub negative: bool,
    /// Whether it has stages.
    pub stages: bool,
    /// Whether an order waits until a person has said whose it is; else it goes on under the card that is proposed.
    pub holds: bool,
}

impl Setting {
    fn waits(&self) -> BTreeSet<Confirmation> {
        self.waits.then_some(Confirmation::Shop).into_iter().collect()
    }

    /// The careful shop that has enough of everything.
    pub(crate) fn plenty() -> Self {
        Self {
            opening: 10_000,
            way: None,
            reserve: Reserve::ByHand,
            scenario: sklad_scenario::Policy::default(),
            waits: false,
            invoice_first: false,
            negative: false,
            stages: false,
            holds: false,
        }
    }

    pub(crate) fn ways(self) -> [Way; 4] {
        let Self { reserve, .. } = self;
        [Way::ClientOrder(reserve), Way::OpenBill(reserve), Way::ClosedBill, Way::Transfer]
    }

    pub(crate) fn settings(self) -> Settings {
        let (main, side, dispatch) = (code(0), code(1), code(DISPATCH));
        let rule = |(index, way): (usize, Way)| Rule {
            channel: None,
            payment: Some(payment(index)),
            delivery: None,
            way,
        };
        let mut settings = Settings {
            scenario: self.scenario,
            sells_from: [
                (channel(0), vec![main.clone(), side.clone()]),
                (channel(1), vec![side.clone(), main.clone()]),
            ]
            .into(),
            dispatch: [(main.clone(), dispatch.clone()), (side, dispatch)].into(),
            ways: self.ways().into_iter().enumerate().map(rule).collect(),
            order: sklad_order::Policy { needs: self.waits(), ..sklad_order::Policy::default() },
            start_after: self.waits(),
            invoice_first: self.invoice_first,
            customers: CustomerSettings {
                undecided: if self.holds { Undecided::default() } else { Undecided::GoOn },
                ..CustomerSettings::default()
            },
            ..Settings::default()
        };
        if let Some(way) = self.way {
            settings.ways.clear();
            settings.otherwise = way;
        }
        if self.negative {
            settings.stock.negative.insert(main, Negative::AllowTo(quantity(6)));
        }
        settings
    }
}

/// The payment that a rule sends along the way with this index.
pub(crate) fn payment(way: usize) -> PaymentWay {
    PaymentWay::parse(["card", "cash", "account", "instalment"][way % 4]).unwrap()
}

pub(crate) fn reserves() -> impl Strategy<Value = Reserve> {
    prop_oneof![Just(Reserve::ByHand), Just(Reserve::WhenPlaced), Just(Reserve::WhenConfirmed)]
}

pub(crate) fn settings() -> impl Strategy<Value = Setting> {
    let shortages = || {
        prop_oneof![
            3 => Just(Shortage::Wait),
            2 => Just(Shortage::Refuse),
            1 => Just(Shortage::CancelRest),
            1 => Just(Shortage::CancelLines),
            1 => Just(Shortage::GoNegative)
        ]
    };
    let sending = prop_oneof![3 => Just(Sending::BillFirst), 1 => Just(Sending::Refuse)];
    let scenario =
        (shortages(), shortages(), sending).prop_map(|(at_placing, at_close, sending)| {
            sklad_scenario::Policy { at_placing, at_close, sending }
        });
    let waits = prop::bool::weighted(0.25);
    let opening = prop_oneof![3 => 0..16_i64, 1 => Just(100)];
    let flags = (any::<bool>(), prop::bool::weighted(0.25));
    (opening, reserves(), scenario, waits, flags).prop_map(
        |(opening, reserve, scenario, waits, (negative, invoice_first))| Setting {
            opening,
            way: None,
            reserve,
            scenario,
            waits,
            invoice_first,
            negative,
            stages: false,
            holds: false,
        },
    )
}
