//! Typed identities. Every one is a `UUIDv7`; none is ever a bare `Uuid` or `String`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an identity that was made or read elsewhere.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare identity, for a statement's parameter or a wire format.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// A shop.
    TenantId;
    /// Someone who signs in: the owner, staff or accountant of a shop.
    UserId;
    /// A customer or supplier.
    PartyId;
    /// Something the shop sells.
    ProductId;
    /// Postings that balance.
    EntryId;
    /// A bill.
    InvoiceId;
    /// The closing of a day.
    CloseId;
    /// Something to be said to a party later.
    ReminderId;
    /// One WebSocket conversation.
    SessionId;
}

impl PartyId {
    /// The customer whom nobody names: one a shop, under the shop's own identity.
    #[must_use]
    pub const fn walk_in(shop: TenantId) -> Self {
        Self(shop.0)
    }
}

/// One utterance and its answer: 1, 2, 3 … within a session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TurnId(pub u32);

impl TurnId {
    /// The turn after this one; the count wraps after four thousand million turns.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}
