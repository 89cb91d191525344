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

    /// What the senses are called, in the order of their places. A name stays what it is when others come.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let Self(mut low, mut high) = self;
        std::iter::from_fn(move || {
            let (half, from) = if low != 0 { (&mut low, 0) } else { (&mut high, 128) };
            let at = from + usize::try_from(half.trailing_zeros()).unwrap_or(0);
            *half &= half.checked_sub(1)?;
            Some(at)
        })
        .filter_map(|at| {
            let (first, names) = GROUPS.iter().rev().find(|(first, _)| *first <= at)?;
            names.get(at - first).copied()
        })
    }

    /// Whether there is none.
    pub(super) const fn is_none(self) -> bool {
        self.0 == 0 && self.1 == 0
    }
}

macro_rules! senses {
    ($group:ident $at:expr; $($(#[$doc:meta])* $name:ident)*) => {
        senses!(@ $at, $($(#[$doc])* $name)*);
        const $group: (usize, &[&str]) = ($at, &[$(stringify!($name)),*]);
    };
    (@ $at:expr, $(#[$doc:meta])* $name:ident $($rest:tt)*) => {
        $(#[$doc])*
        pub(super) const $name: Senses = Senses::nth($at);
        senses!(@ $at + 1, $($rest)*);
    };
    (@ $at:expr,) => {};
}

// Who stands in which role.
senses! { ROLES 0;
    NE KO SE KA ON FOR FROM TO BY NAMED PRON SAME HONOR
}
// Money and books.
senses! { BOOKS 13;
    RUPEE PAISA MONEY PAY GIVEN GIVE WILLGIVE GOT GAVE TOOK TAKE CREDIT BOOK DUE WRITE OWE LEND GOODS SETTLE
}
// Questions and reports.
senses! { QUESTIONS 32;
    HOWMUCH WHAT WHO TELL SALES MOST DEBTOR ALL LAST LIST EARN
}
// Things.
senses! { THINGS 43;
    BILL REMIND MESSAGE CUSTOMER PRODUCT STOCK PRICE NUMBER PHONE ADDRESS EMAIL DETAIL NAME RATE WHATSAPP SMS
}
// Deeds.
senses! { DEEDS 59;
    MAKE NEW DELETE CANCEL CLOSE CHANGE SEND RAISE LOWER LEFT FINISHED SPOILED ARRIVED ADD STEM MOVE SETTO
}
// Talk.
senses! { TALK 76;
    YES NO NOT DROP REPAIR INSTEAD HELP STOP SPEAK HINDI ENGLISH HINGLISH FILLER AND ALSO
}
// Ways of paying.
senses! { WAYS 91;
    CASH UPI BANK CHEQUE CARD
}
// Time and tense.
senses! { TIMES 96;
    PAST FUTURE WAS IS CAN NEXT THIS PREVIOUS WEEK MONTH DAY AFTER BEFORE DATED END OCLOCK HOUR MINUTE EACH
    LATER MORE COMMON MINUS NOW IF PROHIBIT BACK PAYMENT DEAR
}
// What keeps a sentence from being an order or a report.
senses! { MOODS 128;
    SAYS DOUBT MAYI OUGHT SHOW SELF OUTWARD PLACE COUNTED WANTS BOTH TEAR CHARGE
}

/// Where each group begins, and what its senses are called.
const GROUPS: &[(usize, &[&str])] = &[ROLES, BOOKS, QUESTIONS, THINGS, DEEDS, TALK, WAYS, TIMES, MOODS];

#[cfg(test)]
mod tests {
    use super::{BILL, CHARGE, NE, SHOW};

    #[test]
    fn senses_are_named_as_they_are_written() {
        assert_eq!(CHARGE.or(BILL).or(NE).or(SHOW).names().collect::<Vec<_>>(), ["NE", "BILL", "SHOW", "CHARGE"]);
    }
}
