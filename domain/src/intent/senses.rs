//! What a word can mean: a set of senses, as bits.

/// A set of senses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub(super) struct Senses(u128, u128);

impl Senses {
    /// No sense at all: the word is not in the vocabulary.
    pub(super) const NONE: Self = Self(0, 0);

    /// The one sense of this place.
    const fn nth(at: u32) -> Self {
        if at < 128 { Self(1 << at, 0) } else { Self(0, 1 << (at - 128)) }
    }

    /// Either's.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }

    /// Whether any of the other's senses is here.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0 || self.1 & other.1 != 0
    }

    /// Whether there is none.
    pub(super) const fn is_none(self) -> bool {
        self.0 == 0 && self.1 == 0
    }
}

macro_rules! senses {
    ($at:expr; $($(#[$doc:meta])* $name:ident)*) => { senses!(@ $at, $($(#[$doc])* $name)*); };
    (@ $at:expr, $(#[$doc:meta])* $name:ident $($rest:tt)*) => {
        $(#[$doc])*
        pub(super) const $name: Senses = Senses::nth($at);
        senses!(@ $at + 1, $($rest)*);
    };
    (@ $at:expr,) => {};
}

// Who stands in which role.
senses! { 0;
    NE KO SE KA ON FOR FROM TO BY NAMED PRON SAME HONOR
}
// Money and books.
senses! { 13;
    RUPEE PAISA MONEY PAY GIVEN GIVE WILLGIVE GOT GAVE TOOK TAKE CREDIT BOOK DUE WRITE OWE LEND GOODS SETTLE
}
// Questions and reports.
senses! { 32;
    HOWMUCH WHAT WHO TELL SALES MOST DEBTOR ALL LAST LIST EARN
}
// Things.
senses! { 43;
    BILL REMIND MESSAGE CUSTOMER PRODUCT STOCK PRICE NUMBER PHONE ADDRESS EMAIL DETAIL NAME RATE WHATSAPP SMS
}
// Deeds.
senses! { 59;
    MAKE NEW DELETE CANCEL CLOSE CHANGE SEND RAISE LOWER LEFT FINISHED SPOILED ARRIVED ADD STEM MOVE SETTO
}
// Talk.
senses! { 76;
    YES NO NOT DROP REPAIR INSTEAD HELP STOP SPEAK HINDI ENGLISH HINGLISH FILLER AND ALSO
}
// Ways of paying.
senses! { 91;
    CASH UPI BANK CHEQUE CARD
}
// Time and tense.
senses! { 96;
    PAST FUTURE WAS IS CAN NEXT THIS PREVIOUS WEEK MONTH DAY AFTER BEFORE DATED END OCLOCK HOUR MINUTE EACH
    LATER MORE COMMON MINUS NOW IF PROHIBIT BACK PAYMENT DEAR
}
// What keeps a sentence from being an order or a report.
senses! { 128;
    SAYS DOUBT MAYI OUGHT SHOW SELF OUTWARD PLACE COUNTED WANTS BOTH TEAR CHARGE
}
