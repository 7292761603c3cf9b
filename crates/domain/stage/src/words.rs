//! The words of a scheme: facts, conditions, happenings, who answers, how it ends.

use std::fmt;

use sklad_base::Invalid;

use crate::{Facts, Person, Role};

/// Defines a closed set of words, each with its text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, $form:literal {
        $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(clippy::exhaustive_enums, reason = "written into schemes and logs: a new word must break every reader")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Reads the word.
            ///
            /// # Errors
            /// [`Invalid::Form`] when it is none of them.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                let found = Self::ALL.iter().find(|word| word.as_str() == text.trim());
                found.copied().ok_or_else(|| form($what, text, $form))
            }

            /// Returns the word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words!(
    /// Something that holds of an order or does not; whoever knows the order says so.
    ///
    /// The first six are *given*: once they held they are not asked for again (a second confirmation changes
    /// nothing; what an edit makes due again stands in the way of the final stage). The others come and go.
    ///
    /// ```
    /// use sklad_stage::Fact;
    ///
    /// assert_eq!(Fact::parse("confirmed by customer")?, Fact::CustomerConfirmed);
    /// assert!(Fact::Paid.is_given() && !Fact::NothingShort.is_given());
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    Fact, "condition",
    "paid, confirmed by customer (shop, payment service, instalment service), shipping cost approved, all lines reserved, all sent, nothing short (pending, reserved, waiting in B, unbilled, outstanding), or one of these after `not`"
    {
        /// Nothing is due.
        Paid = "paid",
        /// The customer means it, or the shop said so on the customer's behalf (C2).
        CustomerConfirmed = "confirmed by customer",
        /// The shop has reviewed it and it is genuine (B3, C2, C5).
        ShopConfirmed = "confirmed by shop",
        /// An online payment service has the money (C8).
        PaymentServiceConfirmed = "confirmed by payment service",
        /// An instalment service pays (C8).
        InstalmentServiceConfirmed = "confirmed by instalment service",
        /// The cost of shipping is set and approved (C8).
        ShippingCostApproved = "shipping cost approved",
        /// All that waits is reserved.
        AllReserved = "all lines reserved",
        /// All that was asked and not cancelled was sent.
        AllSent = "all sent",
        /// Nothing goes short.
        NothingShort = "nothing short",
        /// Nothing is asked for that is neither reserved nor taken.
        NothingPending = "nothing pending",
        /// Nothing is reserved.
        NothingReserved = "nothing reserved",
        /// Nothing lies in the dispatch warehouse for it.
        NothingInDispatch = "nothing waiting in B",
        /// No bill of it is missing or open.
        NothingUnbilled = "nothing unbilled",
        /// Nothing is due and nothing is to give back.
        NothingOutstanding = "nothing outstanding",
    }
);

words!(
    /// Something that happens to an order's goods or money, and may move the order on; or that a move brings about.
    ///
    /// ```
    /// use sklad_stage::Happening;
    ///
    /// assert_eq!(Happening::parse("bill closed")?, Happening::BillClosed);
    /// assert!(Happening::BillClosed.can_be_caused() && !Happening::CameBack.can_be_caused());
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    Happening, "happening",
    "confirmed, reserved, bill closed, partly sent, sent, cancelled, false, paid, goods added, goods arrived, came back or returned"
    {
        /// It was reviewed and is genuine.
        Confirmed = "confirmed",
        /// Its goods were promised to it.
        Reserved = "reserved",
        /// Its bill was closed.
        BillClosed = "bill closed",
        /// Some of it was sent.
        PartlySent = "partly sent",
        /// What was left of it was sent.
        Sent = "sent",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// It was found to be false (B13).
        False = "false",
        /// It was paid.
        Paid = "paid",
        /// An edit added goods.
        GoodsAdded = "goods added",
        /// Goods came for what waits.
        GoodsArrived = "goods arrived",
        /// It was not accepted, and is home again.
        CameBack = "came back",
        /// It was returned after acceptance.
        Returned = "returned",
    }
);

words!(
    /// How an order ends.
    ///
    /// ```
    /// assert_eq!(sklad_stage::Outcome::parse("succeeded")?.to_string(), "succeeded");
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    Outcome, "end", "succeeded or failed"
    {
        /// Well: guarded by nothing pending, reserved, waiting in B, unbilled or outstanding.
        Succeeded = "succeeded",
        /// Otherwise: the order is cancelled.
        Failed = "failed",
    }
);

words!(
    /// How the work of a role is given to its people (S4).
    ///
    /// ```
    /// assert_eq!(sklad_stage::HandOut::parse("in turn")?, sklad_stage::HandOut::InTurn);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    HandOut, "hand-out", "pool, in turn or least loaded"
    {
        /// It lies there until somebody takes it.
        Pool = "pool",
        /// To one after the other, by name.
        InTurn = "in turn",
        /// To whom has the fewest orders; of these the first by name.
        LeastLoaded = "least loaded",
    }
);

words!(
    /// A day of the week.
    ///
    /// ```
    /// assert_eq!(sklad_stage::Weekday::parse("mon")?, sklad_stage::Weekday::ALL[0]);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    Weekday, "weekday", "mon, tue, wed, thu, fri, sat or sun"
    {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
);

impl Fact {
    /// Tells whether it is given once and for all.
    #[must_use]
    pub const fn is_given(self) -> bool {
        Facts::GIVEN.holds(self)
    }

    /// Returns from whom it comes.
    #[must_use]
    pub const fn from_whom(self) -> &'static str {
        match self {
            Self::Paid | Self::CustomerConfirmed => "the customer",
            Self::ShopConfirmed | Self::ShippingCostApproved => "the shop",
            Self::PaymentServiceConfirmed => "the payment service",
            Self::InstalmentServiceConfirmed => "the instalment service",
            Self::AllReserved
            | Self::AllSent
            | Self::NothingShort
            | Self::NothingPending
            | Self::NothingReserved
            | Self::NothingInDispatch => "the warehouse",
            Self::NothingUnbilled | Self::NothingOutstanding => "the books",
        }
    }
}

impl Happening {
    /// Tells whether a move may bring it about; the others are facts from outside.
    #[must_use]
    pub const fn can_be_caused(self) -> bool {
        matches!(
            self,
            Self::Confirmed
                | Self::Reserved
                | Self::BillClosed
                | Self::Sent
                | Self::Cancelled
                | Self::False
        )
    }
}

/// Who answers, or is told: a role or a person.
///
/// ```
/// use sklad_stage::Party;
///
/// assert_eq!(Party::parse("role picker")?.to_string(), "role picker");
/// assert!(Party::parse("picker").is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "written into schemes and logs")]
pub enum Party {
    /// Everybody with that role.
    Role(Role),
    /// One person.
    Person(Person),
}

impl Party {
    /// Reads `role picker` or `person maria`.
    ///
    /// # Errors
    /// [`Invalid`] when it is neither, or the name is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text.trim().split_once(' ') {
            Some(("role", role)) => Role::parse(role).map(Self::Role),
            Some(("person", person)) => Person::parse(person).map(Self::Person),
            Some(_) | None => {
                Err(form("party", text, "a party such as `role picker` or `person maria`"))
            }
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => write!(f, "role {role}"),
            Self::Person(person) => write!(f, "person {person}"),
        }
    }
}

pub(crate) fn form(what: &'static str, text: &str, form: &'static str) -> Invalid {
    Invalid::Form { what, text: text.chars().take(64).collect(), form }
}

/// Writes things with commas between them.
pub(crate) fn write_list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    things: impl IntoIterator<Item = T>,
) -> fmt::Result {
    for (index, thing) in things.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        thing.fmt(f)?;
    }
    Ok(())
}

/// Returns things with commas between them, or `none`.
pub(crate) fn listed<T: fmt::Display>(things: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
