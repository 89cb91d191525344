//! Who is asking: signing in and out, registering a shop, tickets for the WebSocket.

use super::Doors;
use super::answer::Nothing;
use super::code;
use super::fields::Fields;
use super::problem::Failure;
use super::request::Request;
use super::route::{Access, Asked, Call, Route, Visit, nothing};
use super::token::Who;
use execora_actors::identity::{NewShop, NewUser, Role, SignedIn, TICKET_SECONDS, Tenant, Ticket, User};
use execora_domain::ledger::is_state_code;
use http::header;
use schemars::JsonSchema;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

/// The State of a shop that names none and has no GSTIN: Maharashtra.
const STATE_DEFAULT: &str = "27";

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Signing in";
    vec![
        Route::post("/api/v1/auth/login")
            .about(TOPIC, "Sign in with a phone or an e-mail")
            .problems(&[code::WRONG_CREDENTIALS, code::TOO_MANY])
            .open(read_login, login),
        Route::post("/api/v1/auth/refresh")
            .about(TOPIC, "Exchange a refresh token, which works once, for new tokens")
            .problems(&[code::TOKEN_REFUSED])
            .open(read_refresh_token, refresh),
        Route::post("/api/v1/auth/logout")
            .about(TOPIC, "End the sign-in that this refresh token stems from")
            .problems(&[code::TOKEN_REFUSED])
            .open(read_refresh_token, logout),
        Route::post("/api/v1/auth/register")
            .about(TOPIC, "Open a new shop and sign in as its owner")
            .created()
            .problems(&[code::LOGIN_TAKEN, code::INVALID_FIELD, code::TOO_MANY])
            .open(read_register, register),
        Route::get("/api/v1/auth/me").about(TOPIC, "Who is signed in, and to which shop").signed_in(
            Access::Shop,
            nothing,
            me,
        ),
        Route::post("/api/v1/ws-tickets")
            .about(TOPIC, "A ticket that opens one WebSocket: give it as /ws?ticket=")
            .created()
            .signed_in(Access::Sellers, nothing, ws_ticket),
    ]
}

/// Who a request is from, by its access token.
pub(super) fn who(doors: &Doors, request: &Request) -> Result<Who, Failure> {
    let header = request.header(header::AUTHORIZATION).ok_or(Failure::NotSignedIn("send Authorization: Bearer"))?;
    let token = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (_, token) = token.ok_or(Failure::NotSignedIn("send Authorization: Bearer"))?;
    doors.tokens.check(token.trim()).ok_or(Failure::NotSignedIn("the access token is not good any more: refresh it"))
}

/// Whose ticket this is.
pub(super) fn ticket(doors: &Doors, ticket: Option<&str>) -> Result<Ticket, Failure> {
    let redeemed = ticket.and_then(|text| doors.tickets.redeem(text));
    redeemed.ok_or(Failure::NotSignedIn("the ticket is used or over: ask for another"))
}

/// Tokens, and who they are for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tokens {
    /// Goes into `Authorization: Bearer`.
    access_token: String,
    /// How long the access token lives, in seconds.
    expires_in: u64,
    /// Works once, for `POST /auth/refresh`.
    refresh_token: String,
    user: User,
    tenant: Tenant,
}

/// Who is signed in, and to which shop.
#[derive(Serialize, JsonSchema)]
struct Me {
    user: User,
    tenant: Tenant,
}

/// A ticket for a WebSocket.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct WsTicket {
    /// Works once.
    ticket: String,
    /// How long it waits to be used, in seconds.
    expires_in: u64,
}

struct Login {
    login: String,
    password: SecretString,
}

fn read_login(asked: &mut Asked<'_>) -> Option<Login> {
    let login = asked.body.required("login", "A phone or an e-mail");
    let password = asked.body.required("password", "The password");
    Some(Login { login: login?, password: password? })
}

async fn login(visit: Visit, asked: Login) -> Result<Tokens, Failure> {
    let address = visit.request.client(&visit.doors.config.server.trusted_proxies);
    let signed_in = visit.doors.identity.login(&asked.login, &asked.password, address).await?;
    tokens(&visit.doors, signed_in)
}

fn read_refresh_token(asked: &mut Asked<'_>) -> Option<SecretString> {
    asked.body.required("refreshToken", "The newest refresh token")
}

async fn refresh(visit: Visit, token: SecretString) -> Result<Tokens, Failure> {
    let signed_in = visit.doors.identity.refresh(&token).await?;
    tokens(&visit.doors, signed_in)
}

async fn logout(visit: Visit, token: SecretString) -> Result<Nothing, Failure> {
    visit.doors.identity.logout(&token).await?;
    Ok(Nothing)
}

fn read_register(asked: &mut Asked<'_>) -> Option<(NewShop, NewUser)> {
    let body = &mut asked.body;
    let name = body.required("shopName", "The shop's name").unwrap_or_default();
    let state_code: Option<String> = body.optional(
        "stateCode",
        "The code of the shop's State, two digits; where it is left out, that of the GSTIN, or 27 without one",
    );
    let gstin: Option<String> = body.optional("gstin", "The shop's GSTIN, where it is registered");
    // A GSTIN begins with its State's code.
    let of_gstin = gstin.as_ref().and_then(|gstin| gstin.trim().get(..2)).filter(|code| is_state_code(code));
    let of_gstin = of_gstin.unwrap_or(STATE_DEFAULT).to_owned();
    let shop = NewShop { name, state_code: state_code.unwrap_or(of_gstin), gstin };
    let owner = NewUser {
        name: body.required("name", "The owner's name").unwrap_or_default(),
        login: read_new_login(body).unwrap_or_default(),
        password: body.required("password", "At least eight characters").unwrap_or_default(),
        role: Role::Owner,
    };
    Some((shop, owner))
}

/// What somebody will sign in with, under any of its names.
pub(super) fn read_new_login(body: &mut Fields<'_>) -> Option<String> {
    let login: Option<String> = body.optional("login", "The phone or the e-mail to sign in with");
    let phone = body.optional("phone", "The phone to sign in with");
    let email = body.optional("email", "The e-mail to sign in with");
    body.one_of(&["login", "phone", "email"]);
    login.or(phone).or(email)
}

async fn register(visit: Visit, (shop, owner): (NewShop, NewUser)) -> Result<Tokens, Failure> {
    let doors = &visit.doors;
    let address = visit.request.client(&doors.config.server.trusted_proxies);
    let counted = doors.registrations.count(address, std::time::Instant::now());
    counted.map_err(|retry_after| Failure::TooMany { retry_after })?;
    let signed_in = doors.identity.create_shop(&shop, &owner).await?;
    tokens(doors, signed_in)
}

async fn me(call: Call, (): ()) -> Result<Me, Failure> {
    let (user, tenant) = call.doors.identity.me(call.who.tenant, call.who.user).await?;
    Ok(Me { user, tenant })
}

async fn ws_ticket(call: Call, (): ()) -> Result<WsTicket, Failure> {
    let ticket = call.doors.tickets.issue(call.who.tenant, call.who.user)?;
    Ok(WsTicket { ticket: ticket.expose_secret().to_owned(), expires_in: TICKET_SECONDS })
}

pub(super) fn tokens(doors: &Doors, signed_in: SignedIn) -> Result<Tokens, Failure> {
    let SignedIn { user, tenant, refresh_token } = signed_in;
    let who = Who { tenant: tenant.id, user: user.id, role: user.role };
    let access_token = doors.tokens.issue(&who, crate::clock::unix_seconds()).ok_or(Failure::Internal)?;
    let (expires_in, refresh_token) = (doors.tokens.life_s(), refresh_token.expose_secret().to_owned());
    Ok(Tokens { access_token, expires_in, refresh_token, user, tenant })
}
