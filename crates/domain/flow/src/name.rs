//! The names of commands, for settings and for people.

use std::fmt;

use crate::Command;

/// Defines the names of all commands; one that is left out does not compile.
macro_rules! names {
    ($($name:ident $text:literal),+ $(,)?) => {
        /// Which command: settings say by it which right one needs.
        ///
        /// ```
        /// use sklad_base::OrderId;
        /// use sklad_flow::{Command, CommandName};
        ///
        /// let command = Command::CloseBill(OrderId::new(0));
        /// assert_eq!(command.name(), CommandName::CloseBill);
        /// assert_eq!(command.name().to_string(), "close bill");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        #[expect(clippy::exhaustive_enums, reason = "there are as many as commands")]
        pub enum CommandName {
            $(
                #[doc = concat!("[`Command::", stringify!($name), "`]")]
                $name,
            )+
        }

        impl CommandName {
            /// All of them, in the order of the commands.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the name in words.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }

        impl Command {
            /// Returns its name.
            #[must_use]
            pub const fn name(&self) -> CommandName {
                match self {
                    // The right to decide about customers is not the right to forget them.
                    Self::Party(sklad_party::Command::Forget(_)) => CommandName::Forget,
                    $(Self::$name { .. } => CommandName::$name,)+
                }
            }
        }
    };
}

names! {
    Adopt "adopt settings",
    OpenOutlet "open outlet",
    OpenPlace "open place",
    AddItem "add item",
    Receive "receive",
    Adjust "adjust",
    Transfer "transfer",
    Hold "hold",
    Unhold "unhold",
    Place "place",
    Confirm "confirm",
    ChangeQuantity "change quantity",
    AddLine "add line",
    Reject "reject",
    RemoveLine "remove line",
    Edit "edit",
    MarkFalse "mark false",
    Cancel "cancel",
    Reserve "reserve",
    Release "release",
    Invoice "invoice",
    Tie "tie",
    CloseBill "close bill",
    ChangeDocument "change document",
    Send "send",
    ComeBack "come back",
    Return "return",
    AnswerReturn "answer return",
    WriteOff "write off",
    CloseDay "close day",
    Forget "forget",
    Party "decide about customers",
    AdoptScheme "adopt scheme",
    Stage "stage",
}

impl fmt::Display for CommandName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
