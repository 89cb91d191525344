//! What shopkeepers say that the contract's format has no slot for. It stays inside: a frame that is printed leaves it out
//! ([`Frame::plain`]), a conversation acts on it.

mod paid;
mod part;

pub(super) use paid::{paid, paid_instead};
pub(super) use part::paid_apart;

use super::frame::{Frame, Method, Slots};
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// What was said beyond the contract's slots.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Beyond {
    /// How a bill is paid at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Paid>,
}

/// What is handed over with a bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Paid {
    /// In which way, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// How much; all that the bill comes to, if that was not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_paise: Option<Money>,
}

impl Beyond {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Frame {
    /// The frame in the contract's own slots.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { intent: self.intent, slots: Slots { beyond: Beyond::default(), ..self.slots.clone() } }
    }
}
