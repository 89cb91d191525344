//! Who is asking: signing in and out, registering a shop, tickets for the WebSocket.

use super::Doors;
use super::problem::Failure;
use super::request::Request;
use super::token::Who;
use super::wire::{self, json_answer};
use execora_actors::identity::{NewShop, NewUser, Role, SignedIn, TICKET_SECONDS};
use http::{StatusCode, header};
use secrecy::ExposeSecret as _;
use serde_json::json;
use warp::reply::Response;

/// Who a request is from, by its access token.
pub(super) fn who(doors: &Doors, request: &Request) -> Result<Who, Failure> {
    let header = request.header(header::AUTHORIZATION).ok_or(Failure::NotSignedIn("send Authorization: Bearer"))?;
    let token = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (_, token) = token.ok_or(Failure::NotSignedIn("send Authorization: Bearer"))?;
    doors.tokens.check(token.trim()).ok_or(Failure::NotSignedIn("the access token is not good any more: refresh it"))
}

/// Whose ticket this is.
pub(super) fn ticket(doors: &Doors, ticket: Option<&str>) -> Result<Who, Failure> {
    let redeemed = ticket.and_then(|text| doors.tickets.redeem(text));
    let ticket = redeemed.ok_or(Failure::NotSignedIn("the ticket is used or over: ask for another"))?;
    Ok(Who { tenant: ticket.tenant, user: ticket.user })
}

pub(super) async fn login(doors: &Doors, request: &Request) -> Result<Response, Failure> {
    let wire::Login { login, password } = wire::login(&request.json()?)?;
    let address = request.client(&doors.config.server.trusted_proxies);
    let signed_in = doors.identity.login(&login, &password, address).await?;
    signed_in_answer(doors, StatusCode::OK, &signed_in)
}

pub(super) async fn refresh(doors: &Doors, request: &Request) -> Result<Response, Failure> {
    let signed_in = doors.identity.refresh(&wire::refresh_token(&request.json()?)?).await?;
    signed_in_answer(doors, StatusCode::OK, &signed_in)
}

pub(super) async fn logout(doors: &Doors, request: &Request) -> Result<Response, Failure> {
    doors.identity.logout(&wire::refresh_token(&request.json()?)?).await?;
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

pub(super) async fn register(doors: &Doors, request: &Request) -> Result<Response, Failure> {
    let wire::Register { shop_name, state_code, gstin, name, login, password } = wire::register(&request.json()?)?;
    let shop = NewShop { name: shop_name, state_code, gstin };
    let owner = NewUser { name, login, password, role: Role::Owner };
    let address = request.client(&doors.config.server.trusted_proxies);
    let counted = doors.registrations.count(address, std::time::Instant::now());
    counted.map_err(|retry_after| Failure::TooMany { retry_after })?;
    let signed_in = doors.identity.create_shop(&shop, &owner).await?;
    signed_in_answer(doors, StatusCode::CREATED, &signed_in)
}

pub(super) async fn me(doors: &Doors, who: &Who) -> Result<Response, Failure> {
    let (user, tenant) = doors.identity.me(who.tenant, who.user).await?;
    json_answer(StatusCode::OK, &json!({ "user": user, "tenant": tenant }))
}

pub(super) fn ws_ticket(doors: &Doors, who: &Who) -> Result<Response, Failure> {
    let ticket = doors.tickets.issue(who.tenant, who.user)?;
    json_answer(StatusCode::CREATED, &json!({ "ticket": ticket.expose_secret(), "expiresIn": TICKET_SECONDS }))
}

fn signed_in_answer(doors: &Doors, status: StatusCode, signed_in: &SignedIn) -> Result<Response, Failure> {
    let SignedIn { user, tenant, refresh_token } = signed_in;
    let who = Who { tenant: tenant.id, user: user.id };
    let token = doors.tokens.issue(&who, crate::clock::unix_seconds()).ok_or(Failure::Internal)?;
    let body = json!({
        "accessToken": token,
        "expiresIn": doors.tokens.life_s(),
        "refreshToken": refresh_token.expose_secret(),
        "user": user,
        "tenant": tenant,
    });
    json_answer(status, &body)
}
