//! What a problem is called, and its status: the words that clients tell problems apart by.

use http::StatusCode;

/// A problem's name and status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Code {
    pub(crate) status: StatusCode,
    pub(crate) name: &'static str,
}

macro_rules! codes {
    ($($constant:ident $status:ident $name:literal;)*) => {
        $(pub(crate) const $constant: Code = Code { status: StatusCode::$status, name: $name };)*

        #[cfg(test)]
        const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    MALFORMED BAD_REQUEST "malformed";
    NOT_SIGNED_IN UNAUTHORIZED "not_signed_in";
    WRONG_CREDENTIALS UNAUTHORIZED "wrong_credentials";
    TOKEN_REFUSED UNAUTHORIZED "token_refused";
    FORBIDDEN FORBIDDEN "forbidden";
    NOT_FOUND NOT_FOUND "not_found";
    NO_SUCH_ROUTE NOT_FOUND "no_such_route";
    UNKNOWN_CUSTOMER NOT_FOUND "unknown_customer";
    UNKNOWN_PRODUCT NOT_FOUND "unknown_product";
    UNKNOWN_ENTRY NOT_FOUND "unknown_entry";
    UNKNOWN_INVOICE NOT_FOUND "unknown_invoice";
    UNKNOWN_REMINDER NOT_FOUND "unknown_reminder";
    METHOD_NOT_ALLOWED METHOD_NOT_ALLOWED "method_not_allowed";
    TOO_SLOW REQUEST_TIMEOUT "too_slow";
    LOGIN_TAKEN CONFLICT "login_taken";
    LAST_OWNER CONFLICT "last_owner";
    DUPLICATE_CUSTOMER CONFLICT "duplicate_customer";
    SIMILAR_CUSTOMER CONFLICT "similar_customer";
    DUPLICATE_PRODUCT CONFLICT "duplicate_product";
    DUPLICATE_BARCODE CONFLICT "duplicate_barcode";
    DAY_CLOSED CONFLICT "day_closed";
    ALREADY_CONFIRMED CONFLICT "already_confirmed";
    ALREADY_CANCELLED CONFLICT "already_cancelled";
    HAS_CREDIT_NOTES CONFLICT "has_credit_notes";
    REMINDER_OVER CONFLICT "reminder_over";
    STALE_VERSION CONFLICT "stale_version";
    KEY_IN_FLIGHT CONFLICT "key_in_flight";
    TOO_LARGE PAYLOAD_TOO_LARGE "too_large";
    NOT_JSON UNSUPPORTED_MEDIA_TYPE "not_json";
    KEY_REUSED UNPROCESSABLE_ENTITY "key_reused";
    INVALID_FIELD UNPROCESSABLE_ENTITY "invalid_field";
    INVALID_AMOUNT UNPROCESSABLE_ENTITY "invalid_amount";
    INVALID_QUANTITY UNPROCESSABLE_ENTITY "invalid_quantity";
    INVALID_LINES UNPROCESSABLE_ENTITY "invalid_lines";
    ALREADY_REVERSED UNPROCESSABLE_ENTITY "already_reversed";
    RETIRED_PRODUCT UNPROCESSABLE_ENTITY "retired_product";
    RETIRED_CUSTOMER UNPROCESSABLE_ENTITY "retired_customer";
    OWN_GSTIN UNPROCESSABLE_ENTITY "own_gstin";
    NOT_EVEN UNPROCESSABLE_ENTITY "not_even";
    ABOVE_MRP UNPROCESSABLE_ENTITY "above_mrp";
    UNIT_IN_USE UNPROCESSABLE_ENTITY "unit_in_use";
    NOT_A_BILL UNPROCESSABLE_ENTITY "not_a_bill";
    NOTHING_LEFT UNPROCESSABLE_ENTITY "nothing_left";
    MORE_THAN_BILLED UNPROCESSABLE_ENTITY "more_than_billed";
    OUT_OF_STOCK UNPROCESSABLE_ENTITY "out_of_stock";
    CREDIT_LIMIT UNPROCESSABLE_ENTITY "credit_limit";
    ABOVE_OWED UNPROCESSABLE_ENTITY "above_owed";
    PAID_TOO_MUCH UNPROCESSABLE_ENTITY "paid_too_much";
    TOTAL_CHANGED UNPROCESSABLE_ENTITY "total_changed";
    TOO_MANY_USERS UNPROCESSABLE_ENTITY "too_many_users";
    NO_GST_RETURN UNPROCESSABLE_ENTITY "no_gst_return";
    NOT_ISSUED UNPROCESSABLE_ENTITY "not_issued";
    NO_SUCH_COPY UNPROCESSABLE_ENTITY "no_such_copy";
    NO_ADDRESS UNPROCESSABLE_ENTITY "no_address";
    NO_COURIER UNPROCESSABLE_ENTITY "no_courier";
    NOT_AN_UPGRADE UPGRADE_REQUIRED "not_an_upgrade";
    TOO_MANY TOO_MANY_REQUESTS "too_many";
    INTERNAL INTERNAL_SERVER_ERROR "internal";
    BUSY SERVICE_UNAVAILABLE "busy";
    UNAVAILABLE SERVICE_UNAVAILABLE "unavailable";
    FULL SERVICE_UNAVAILABLE "full";
    SHOP_FULL SERVICE_UNAVAILABLE "shop_full";
    DRAINING SERVICE_UNAVAILABLE "draining";
    OUTCOME_UNKNOWN GATEWAY_TIMEOUT "outcome_unknown";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_in_the_protocol_beside_its_status() {
        let text = include_str!("../../docs/protocol.md");
        for code in ALL {
            let row = format!("| {} |", code.status.as_u16());
            let row = text.lines().find(|line| line.starts_with(&row)).unwrap_or_default();
            assert!(row.contains(&format!("`{}`", code.name)), "{} {}", code.status, code.name);
        }
    }
}
