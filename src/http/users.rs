//! Who works in the shop: the owner's to say.

use super::auth::{Tokens, read_new_login, tokens};
use super::code;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route, nothing};
use execora_actors::identity::{Admitted, Member, NewMember};
use execora_domain::ids::UserId;
use schemars::JsonSchema;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Users";
    vec![
        Route::get("/api/v1/users").about(TOPIC, "Who signs in to the shop, and after them who left it").signed_in(
            Access::Owner,
            nothing,
            users,
        ),
        Route::post("/api/v1/users")
            .about(TOPIC, "Let somebody sign in; without a password one is made that works once, and shown only here")
            .created()
            .problems(&[code::LOGIN_TAKEN, code::INVALID_FIELD, code::TOO_MANY_USERS])
            .signed_in(Access::Owner, read_new, add),
        Route::post("/api/v1/users/{id}/retire")
            .about(TOPIC, "End somebody's signing in; what they asked for still names them")
            .problems(&[code::LAST_OWNER])
            .signed_in(Access::Owner, read_id, retire),
        Route::post("/api/v1/users/{id}/one-time-password")
            .about(TOPIC, "A password that works once instead of the one they have, which ends; they are signed out")
            .created()
            .signed_in(Access::Owner, read_id, invite_again),
        Route::post("/api/v1/auth/password")
            .about(TOPIC, "Choose another password; whoever else is signed in as this user is signed out")
            .problems(&[code::WRONG_CREDENTIALS, code::INVALID_FIELD, code::TOO_MANY])
            .signed_in(Access::Shop, read_passwords, change_password),
    ]
}

/// The users of the shop.
#[derive(Serialize, JsonSchema)]
struct UsersAnswer {
    users: Vec<Member>,
}

/// One user.
#[derive(Serialize, JsonSchema)]
struct UserAnswer {
    user: Member,
}

/// A user who may sign in now.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct AdmittedAnswer {
    user: Member,
    /// Works for one sign-in; then they choose their own. Null where they were given one.
    one_time_password: Option<String>,
}

impl From<Admitted> for AdmittedAnswer {
    fn from(Admitted { member, one_time }: Admitted) -> Self {
        let one_time_password = one_time.map(|password| password.expose_secret().to_owned());
        Self { user: member, one_time_password }
    }
}

async fn users(call: Call, (): ()) -> Result<UsersAnswer, Failure> {
    Ok(UsersAnswer { users: call.doors.identity.users(call.who.tenant).await? })
}

fn read_new(asked: &mut Asked<'_>) -> Option<NewMember> {
    let body = &mut asked.body;
    let name = body.required("name", "The name, 1 to 200 characters");
    let login = read_new_login(body);
    let role = body.required("role", "What they may do: an accountant reads, staff sell, the owner does everything");
    let password = body.optional("password", "At least eight characters; one that works once where it is left out");
    Some(NewMember { name: name?, login: login?, password, role: role? })
}

async fn add(call: Call, new: NewMember) -> Result<AdmittedAnswer, Failure> {
    Ok(call.doors.identity.admit(call.who.tenant, &new).await?.into())
}

fn read_id(asked: &mut Asked<'_>) -> Option<UserId> {
    asked.path.required("id", "The user")
}

async fn retire(call: Call, user: UserId) -> Result<UserAnswer, Failure> {
    let member = call.doors.identity.retire(call.who.tenant, user).await?;
    call.doors.tokens.end(user);
    Ok(UserAnswer { user: member })
}

async fn invite_again(call: Call, user: UserId) -> Result<AdmittedAnswer, Failure> {
    Ok(call.doors.identity.invite_again(call.who.tenant, user).await?.into())
}

/// The password that a user has, and the one that they choose.
struct Passwords {
    now: Option<SecretString>,
    new: SecretString,
}

fn read_passwords(asked: &mut Asked<'_>) -> Option<Passwords> {
    let about = "The password they have; left out by who signed in with one that worked once";
    let now = asked.body.optional("password", about);
    let new = asked.body.required("newPassword", "At least eight characters");
    Some(Passwords { now, new: new? })
}

async fn change_password(call: Call, passwords: Passwords) -> Result<Tokens, Failure> {
    let (doors, who) = (&call.doors, &call.who);
    let address = call.request.client(&doors.config.server.trusted_proxies);
    let Passwords { now, new } = passwords;
    let signed_in = doors.identity.change_password(who.tenant, who.user, now.as_ref(), &new, address).await?;
    tokens(doors, signed_in)
}
