//! Sentences about what a shop chooses.

use sklad_base::{Decider, PlaceCode, Right};
use sklad_document::Kind;
use sklad_flow::{Command, CommandName};
use sklad_order::Confirmation;
use sklad_scenario::{Reserve, Sending, Shortage, Way};
use sklad_stock::Negative;

use super::words::Words;
use super::{Read, Teller};

impl Teller {
    pub(super) fn way(&mut self, words: &mut Words) -> Read<()> {
        let way = words.one_of(&[
            ("client order", Way::ClientOrder(Reserve::ByHand)),
            ("open bill", Way::OpenBill(Reserve::ByHand)),
            ("closed bill", Way::ClosedBill),
            ("transfer", Way::Transfer),
        ])?;
        let mut reserve = Reserve::ByHand;
        if words.has(", reserved") {
            reserve = words.one_of(&[
                ("when placed", Reserve::WhenPlaced),
                ("when confirmed", Reserve::WhenConfirmed),
                ("by hand", Reserve::ByHand),
            ])?;
        }
        self.settings.otherwise = match way {
            Way::ClientOrder(_) => Way::ClientOrder(reserve),
            Way::OpenBill(_) => Way::OpenBill(reserve),
            way => way,
        };
        Ok(())
    }

    pub(super) fn rule(&mut self, words: &mut Words) -> Read<()> {
        let shortages = [
            ("wait", Shortage::Wait),
            ("refuse", Shortage::Refuse),
            ("cancel the rest", Shortage::CancelRest),
            ("cancel the lines", Shortage::CancelLines),
            ("go below zero", Shortage::GoNegative),
        ];
        if words.has("too few at placing :") {
            self.settings.scenario.at_placing = words.one_of(&shortages)?;
        } else if words.has("too few at close :") {
            self.settings.scenario.at_close = words.one_of(&shortages)?;
        } else if words.has("send only what is billed") {
            self.settings.scenario.sending = Sending::Refuse;
        } else if words.has("start when confirmed") {
            self.settings.order.needs.insert(Confirmation::Shop);
            self.settings.start_after.insert(Confirmation::Shop);
        } else if words.has("close needs paid") {
            self.settings.close_needs_paid = true;
        } else if words.has("keep words on bills for") {
            let days = words.word()?.parse().map_err(|_| "say the days")?;
            self.settings.keep_words.insert(Kind::Bill, days);
            words.must("days")?;
        } else if words.has("leave after") {
            self.settings.leave_after = Some(words.word()?.parse().map_err(|_| "say the seconds")?);
            words.must("seconds")?;
        } else if words.has("invoice first") {
            self.settings.invoice_first = true;
        } else {
            let place: PlaceCode = words.value()?;
            words.must("may fall below zero")?;
            self.settings.stock.negative.insert(place, Negative::Allow);
        }
        Ok(())
    }

    /// `demand seniority for close bill`
    pub(super) fn demand(&mut self, words: &mut Words) -> Read<()> {
        let right: Right = words.value()?;
        words.must("for")?;
        let named = words.rest();
        let command = CommandName::ALL.iter().find(|it| it.as_str() == named);
        self.settings.rights.insert(*command.ok_or("no command has that name")?, right);
        Ok(())
    }

    /// Lets the shop adopt what sentences have changed, once its places are open.
    pub(super) fn adopt(&mut self) {
        self.settings.version = self.shop.settings().version;
        if self.settings != *self.shop.settings() {
            let adopt = self.envelope(Command::Adopt(Box::new(self.settings.clone())));
            self.shop.run(&adopt, &()).unwrap();
        }
    }
}
