//! The machine: commands in, events out.

use sklad_base::{Decider, Envelope, Events, Moment, No, Refusals};

use crate::{Board, Command, Event, Refusal, Scheme};

mod adopt;
mod asks;
mod desk;
mod sketch;
mod work;

pub use asks::Asked;
use desk::Desk;
pub use sketch::{Asking, Sketch};

impl Decider for Board {
    type Command = Command;
    type Event = Event;
    type Policy = Scheme;
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        scheme: &Scheme,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let moment = command.moment;
        if self.next_deadline().is_some_and(|deadline| deadline <= moment) {
            return Err(No::DueFirst);
        }
        if moment < self.latest {
            return Err(refuse(Refusal::TimeBackwards { moment, latest: self.latest }));
        }
        let decided = match &command.command {
            Command::Tick => Ok(()),
            Command::Adopt { scheme: new, plan } => self.adopt((scheme, new, plan), command, out),
            Command::Order { order, facts, comment, wish } => {
                if self.scheme.as_ref() != Some(scheme.version()) {
                    let (given, adopted) = (scheme.version().clone(), self.scheme.clone());
                    return Err(refuse(Refusal::OtherScheme { given, adopted }));
                }
                let sketch = Sketch::new(self);
                let at = (*order, moment);
                let mut desk = Desk::new(&sketch, scheme, (at, &command.who));
                desk.say(*facts, comment.as_ref());
                desk.decide(wish, command.expected).map(|()| {
                    let (notes, _) = desk.into_notes();
                    notes.into_iter().for_each(|note| out.push(Event::Noted(note)));
                })
            }
        };
        decided.map_err(No::Refused)
    }

    fn due(&self, moment: Moment, scheme: &Scheme, out: &mut Events<Event>) {
        self.alerts(moment, scheme, out);
    }

    fn evolve(&mut self, event: &Event) {
        self.take_in(event);
    }
}

fn refuse(refusal: Refusal) -> No<Refusal> {
    Refusals::one(refusal).into()
}
