//! Sentences about stages: the scheme, who acts, what is wanted of an order's stage, what people have to do.

use sklad_base::{Decider, Envelope, PersonId, Personal};
use sklad_flow::{Command, Event, Shop, StageWish};
use sklad_stage::{Party, Plan, Preset, Scheme};

use super::words::Words;
use super::{Read, Teller};

impl Teller {
    /// `scheme nine_stages`, `as boris`, `queue of role picker`, `log of order 1001`
    pub(super) fn of_shop(&mut self, first: &str, words: &mut Words) -> Read<Vec<String>> {
        match first {
            "as" => {
                self.who = words.word()?;
                Ok(Vec::new())
            }
            "scheme" => self.scheme(words),
            "queue" => {
                words.must("of")?;
                let party = Party::parse(&words.rest()).map_err(|no| no.to_string())?;
                Ok(self.queue(&party))
            }
            _ => {
                words.must("of")?;
                let order = self.order(words)?.id();
                let lines = self.lines.iter().filter(|(of, _)| *of == order);
                Ok(lines.map(|(_, line)| line.to_string()).collect())
            }
        }
    }

    /// Adopts a preset, or the adopted scheme in a next version with another name for one stage:
    /// `scheme again, picking as packing, received as received`.
    fn scheme(&mut self, words: &mut Words) -> Read<Vec<String>> {
        let name = words.word()?;
        let (mut text, mut plan) = (String::new(), Plan::default());
        if let Some(preset) = Preset::ALL.iter().find(|preset| preset.name == name) {
            preset.toml.clone_into(&mut text);
        } else {
            Preset::NINE_STAGES.toml.clone_into(&mut text);
            text = text.replace("version = 1", "version = 2");
            while words.has(",") {
                let old = words.word()?;
                words.must("as")?;
                let new = words.word()?;
                text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
                plan = plan.map(old.parse().unwrap(), new.parse().unwrap());
            }
        }
        let scheme = Scheme::from_toml(&text).map_err(|flaws| flaws.to_string())?;
        Ok(self.run(Command::AdoptScheme { scheme: Box::new(scheme), plan }))
    }

    fn queue(&mut self, of: &Party) -> Vec<String> {
        let work = self.shop.queue(of).map(|(order, track)| {
            let case = self.shop.case(order).unwrap();
            let limit = track.clock().deadline().map(|it| format!(", until {it}"));
            let who = track.assignee().map(|it| format!(", {it}"));
            let is_problem = if track.problem().is_some() { ", a problem" } else { "" };
            let (number, stage) = (&case.order().number(), track.stage());
            let more = [who, limit].into_iter().flatten().collect::<String>();
            format!("order {number}: {stage}{more}{is_problem}")
        });
        work.collect()
    }

    /// `stage of order 1001: advance`, `...: jump back to picking`, `...: hand over to vera, saying Ana is at work`
    pub(super) fn of_stage(&self, words: &mut Words) -> Read<Command> {
        words.must("of")?;
        let order = self.order(words)?.id();
        words.must(":")?;
        let wish = match words.word()?.as_str() {
            "begin" => StageWish::Begin,
            "advance" => StageWish::Advance,
            "pause" => StageWish::Pause,
            "resume" => StageWish::Resume,
            "take" => StageWish::Take,
            "give" => {
                words.must("to")?;
                StageWish::Assign(words.value()?)
            }
            "hand" => {
                words.must("over to")?;
                StageWish::HandOver(words.value()?)
            }
            "jump" => StageWish::Jump(words.until_comma().parse().map_err(|_| "no transition")?),
            _ => return Err("no such wish; see telling/stages.rs for those there are".to_owned()),
        };
        let said = words.has(", saying").then(|| words.rest());
        let comment = said.map(|said| Personal::new(PersonId::new(1), said));
        Ok(Command::Stage { order, wish, comment })
    }

    pub(super) fn write_log(
        &mut self,
        mut so_far: Shop,
        envelope: &Envelope<Command>,
        events: &[Event],
    ) {
        for event in events {
            self.lines.extend(so_far.log_line(envelope, event));
            so_far.evolve(event);
        }
    }
}
