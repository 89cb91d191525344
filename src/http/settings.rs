//! The shop's settings.

use super::answer::envelopes;
use super::code;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route, nothing};
use execora_domain::ledger::{Command, ConfirmChange, Confirmation, Patch, Shop, ShopChange};

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Settings";
    vec![
        Route::get("/api/v1/settings")
            .about(TOPIC, "The shop: what stands on its bills, and how it wants its books kept")
            .signed_in(Access::Shop, nothing, settings),
        Route::patch("/api/v1/settings")
            .about(TOPIC, "Change the shop's settings; what is left out stays")
            .problems(&[code::INVALID_FIELD, code::NO_COURIER])
            .signed_in(Access::Owner, read_change, change),
    ]
}

envelopes! {
    /// The settings.
    one SettingsAnswer { settings: Shop } of Shop
}

async fn settings(call: Call, (): ()) -> Result<SettingsAnswer, Failure> {
    Ok(SettingsAnswer { settings: call.doors.reader.shop(call.who.tenant).await? })
}

fn read_change(asked: &mut Asked<'_>) -> Option<ShopChange> {
    let body = &mut asked.body;
    Some(ShopChange {
        name: body.optional("name", "The name over the door, 1 to 200 characters"),
        state_code: body.optional("stateCode", "The State's two digits, as a GSTIN begins with"),
        gstin: body.change("gstin", "The GSTIN, of the shop's State; null where it has none"),
        scheme: body.optional("scheme", "Unregistered without a GSTIN; with one regular, or composition"),
        address: body.change("address", "The address on one line, at most 300 characters"),
        phone: body.change("phone", "A phone, best as E.164: +919810010001"),
        upi_id: body.change("upiId", "Where UPI payments go: name@bank"),
        upi_name: body.change("upiName", "Who is paid there, where that is not the shop's name"),
        fssai: body.change("fssai", "The FSSAI licence or registration, 14 digits; null where it sells no food"),
        series: body.optional("series", "What the numbers of bills begin with: 1 to 3 letters or digits"),
        oversell: body.optional("oversell", "Whether more may be sold than is on the shelf"),
        rounding: body.optional("roundTo", "What bills are rounded to"),
        low_stock: body.change("lowStockMilli", "The low-stock mark of products that have none of their own"),
        amount_max: body.optional("amountMaxPaise", "The most that one entry or price may be"),
        quantity_max: body.optional("quantityMaxMilli", "The most of one product on one line"),
        confirm: ConfirmChange {
            least: body.optional("confirmBy", "The least that a spoken command takes before it is written"),
            amount_from: body.change("confirmAmountFromPaise", "From here on its amount is said again; null: never"),
            code_from: body.change("confirmCodeFromPaise", "From here on a code goes to the owner; null: never"),
        },
    })
}

async fn change(call: Call, change: ShopChange) -> Result<SettingsAnswer, Failure> {
    let wants_codes =
        change.confirm.least == Some(Confirmation::Code) || matches!(change.confirm.code_from, Patch::Set(_));
    if wants_codes && !call.doors.has_courier {
        return Err(Failure::NoCourier(
            "nothing that sends a code is set up here: choose to have the amount said again instead",
        ));
    }
    post(&call, Command::ChangeShop(change)).await
}
