//! Shops and those who sign in to them: passwords, refresh tokens, WebSocket tickets.
//!
//! Passwords are kept as argon2id, checked a few at a time on threads of their own; an unknown login takes as long as a
//! wrong password. Refresh tokens are kept as SHA-256 and work once: one that comes back within seconds (two tabs, a lost
//! answer) gets the successor that it got, later it ends all that stem from the same sign-in. Attempts are counted for each login and each address, in memory, so each server counts its own.

mod attempts;
mod password;
mod sql;
mod ticket;
mod token;
mod users;

pub use ticket::{TICKET_SECONDS, Ticket, Tickets};
pub use users::{Admitted, Member, NewMember};

use crate::clock::Clock;
use crate::database::{Busy, Step, begin, pipeline, told};
use attempts::Attempts;
use deadpool_postgres::Pool;
use execora_domain::ids::{TenantId, UserId};
use execora_domain::ledger;
use password::Passwords;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use token::RefreshToken;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// More successors than a token can have in the seconds in which it may come again.
const CHAIN_MAX: usize = 100;

/// Knows who signs in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Identity {
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    attempts: Attempts,
}

/// What a user may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything.
    Owner,
    /// Sell and take payments.
    Staff,
    /// Read.
    Accountant,
}

/// Someone who signs in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct User {
    /// The user.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The phone (E.164) or e-mail that signs in.
    pub login: String,
    /// What they may do.
    pub role: Role,
}

/// A shop.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// The shop.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// The code of its State: `27`.
    pub state_code: String,
    /// Its GSTIN, where it is registered.
    pub gstin: Option<String>,
}

/// A shop to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewShop {
    /// Its name.
    pub name: String,
    /// The code of its State, two digits.
    pub state_code: String,
    /// Its GSTIN, where it is registered.
    pub gstin: Option<String>,
}

/// A user to be.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The name.
    pub name: String,
    /// A phone as typed, or an e-mail.
    pub login: String,
    /// At least eight characters.
    pub password: SecretString,
    /// What they may do.
    pub role: Role,
}

/// Who signed in, and what keeps them signed in. The access token is made by the doors.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// In which shop.
    pub tenant: Tenant,
    /// Works once.
    pub refresh_token: SecretString,
}

/// Why somebody was not signed in, or a shop or user not made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IdentityError {
    /// No such login, or another password: nobody is told which.
    #[error("the login or the password is wrong")]
    WrongCredentials,
    /// Too many attempts.
    #[error("too many attempts: try again in {seconds} s")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u64,
    },
    /// The refresh token is unknown, used or expired: sign in again.
    #[error("sign in again")]
    TokenRefused,
    /// The last owner of a shop stays.
    #[error("this is the last owner of the shop: add another first")]
    LastOwner,
    /// A shop has as many users as it may have.
    #[error("the shop has as many users as it may have: retire one first")]
    TooManyUsers,
    /// Someone signs in with it already.
    #[error("this phone or e-mail signs in already")]
    LoginTaken,
    /// Not in this shop.
    #[error("not found")]
    NotFound,
    /// A field that cannot be so.
    #[error("{field}: {problem}")]
    InvalidField {
        /// Its JSON pointer: `/password`.
        field: &'static str,
        /// What to do.
        problem: &'static str,
    },
    /// No connection, or a statement failed; the cause is in the log.
    #[error("signing in is not possible now: try again in a moment")]
    Unavailable,
}

impl Identity {
    /// Who signs in, by this database.
    #[must_use]
    pub fn new(pool: Pool, clock: Clock) -> Self {
        Self { pool, clock, passwords: Passwords::default(), attempts: Attempts::default() }
    }

    /// Makes a shop and its owner, and signs the owner in.
    ///
    /// # Errors
    /// [`IdentityError::InvalidField`], [`IdentityError::LoginTaken`] or [`IdentityError::Unavailable`].
    pub async fn create_shop(&self, shop: &NewShop, owner: &NewUser) -> Result<SignedIn, IdentityError> {
        let tenant = checked_shop(shop)?;
        let user = checked_user(&owner.name, &owner.login, &owner.password, Role::Owner)?;
        let hash = self.passwords.hash(&owner.password).await?;
        let (now, shop_id, user_id) = (self.clock.now(), tenant.id.uuid(), user.id.uuid());
        let token = RefreshToken::new(tenant.id)?;
        let expires_at = token::expiry(now);
        self.ask(
            tenant.id,
            &[
                Step::Ask(sql::ADD_TENANT, vec![&shop_id, &tenant.name, &tenant.state_code, &tenant.gstin, &now]),
                Step::Ask(
                    sql::ADD_USER,
                    vec![&shop_id, &user_id, &user.name, &user.login, &"owner", &hash, &now, &false, &1_i64],
                ),
                Step::Ask(sql::ADD_LOGIN, vec![&user.login, &shop_id, &user_id]),
                Step::Ask(sql::ADD_TOKEN, vec![&shop_id, &token.hash(), &user_id, &Uuid::now_v7(), &expires_at]),
            ],
        )
        .await?;
        Ok(SignedIn { user, tenant, refresh_token: token.text() })
    }

    /// Signs in with a phone as typed, or an e-mail. `address` is the caller's.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooManyAttempts`] or [`IdentityError::Unavailable`].
    pub async fn login(
        &self,
        login: &str,
        password: &SecretString,
        address: IpAddr,
    ) -> Result<SignedIn, IdentityError> {
        let login = one_form(login).unwrap_or_else(|| login.trim().chars().take(254).collect());
        self.attempts.count(&login, address)?;
        let found = self.find(&login).await?;
        let hash = found.as_ref().map(|found| found.hash.clone());
        if !self.passwords.verify(password, hash).await? {
            return Err(IdentityError::WrongCredentials);
        }
        let Some(SignedUp { user, tenant, hash, is_one_time }) = found else {
            return Err(IdentityError::WrongCredentials);
        };
        if is_one_time {
            self.use_up(tenant.id, user.id, &hash).await?;
        }
        self.attempts.forgive(&login);
        let refresh_token = self.keep(&user, &tenant, Uuid::now_v7()).await?;
        Ok(SignedIn { user, tenant, refresh_token })
    }

    /// Gives a user another password; who is signed in stays so.
    ///
    /// # Errors
    /// [`IdentityError::InvalidField`], [`IdentityError::NotFound`] or [`IdentityError::Unavailable`].
    pub async fn set_password(&self, login: &str, password: &SecretString) -> Result<(), IdentityError> {
        password::check(password)?;
        let login = one_form(login).ok_or(IdentityError::NotFound)?;
        let SignedUp { user, tenant, .. } = self.find(&login).await?.ok_or(IdentityError::NotFound)?;
        let hash = self.passwords.hash(password).await?;
        let (shop, id) = (tenant.id.uuid(), user.id.uuid());
        self.ask(tenant.id, &[Step::Ask(sql::SET_PASSWORD, vec![&shop, &id, &hash])]).await.map(|_| ())
    }

    /// The shop that a login leads to.
    ///
    /// # Errors
    /// [`IdentityError::NotFound`] or [`IdentityError::Unavailable`].
    pub async fn shop_of(&self, login: &str) -> Result<TenantId, IdentityError> {
        let login = one_form(login).ok_or(IdentityError::NotFound)?;
        self.find(&login).await?.map(|found| found.tenant.id).ok_or(IdentityError::NotFound)
    }

    /// A password that nobody guesses: twenty hexadecimal digits.
    ///
    /// # Errors
    /// [`IdentityError::Unavailable`] where the system has no random bytes.
    pub fn random_password() -> Result<SecretString, IdentityError> {
        token::random_hex().map(|text| text.chars().take(20).collect::<String>().into())
    }

    /// Who a user is, and their shop.
    ///
    /// # Errors
    /// [`IdentityError::NotFound`] or [`IdentityError::Unavailable`].
    pub async fn me(&self, tenant: TenantId, user: UserId) -> Result<(User, Tenant), IdentityError> {
        let (shop, id) = (tenant.uuid(), user.uuid());
        let mut rows = self.ask(tenant, &[Step::Ask(sql::FIND_USER, vec![&shop, &id])]).await?;
        let rows = rows.pop().unwrap_or_default();
        let found = known(signed_up(rows.first().ok_or(IdentityError::NotFound)?))?;
        Ok((found.user, found.tenant))
    }

    /// Gives a new refresh token for one that was not used yet; for one that was used in the last seconds the one that
    /// it got, or what that one became.
    ///
    /// # Errors
    /// [`IdentityError::TokenRefused`] or [`IdentityError::Unavailable`].
    pub async fn refresh(&self, token: &SecretString) -> Result<SignedIn, IdentityError> {
        let token = RefreshToken::parse(token).ok_or(IdentityError::TokenRefused)?;
        let (now, shop, hash, chance) = (self.clock.now(), token.tenant().uuid(), token.hash(), token::chance()?);
        let (next, expires_at, since) = (token.successor(&chance), token::expiry(now), token::again_since(now));
        let (next_hash, chance) = (next.hash(), chance.as_slice());
        let params: Vec<&(dyn ToSql + Sync)> = vec![&shop, &hash, &now, &since, &chance, &next_hash, &expires_at];
        let mut rows = self.ask(token.tenant(), &[Step::Ask(sql::USE_TOKEN, params)]).await?;
        let rows = rows.pop().unwrap_or_default();
        let Some(row) = rows.first() else {
            // Used long before, by whoever stole it or was stolen from: the whole family ends.
            self.ask(token.tenant(), &[Step::Ask(sql::END_FAMILY, vec![&shop, &hash])]).await?;
            return Err(IdentityError::TokenRefused);
        };
        let (user_id, won): (Uuid, Vec<u8>) = (known(row.try_get("user_id"))?, known(row.try_get("chance"))?);
        let next = if won == chance { next } else { self.newest(token.successor(&won)).await? };
        let (user, tenant) = self.me(token.tenant(), UserId::from_uuid(user_id)).await?;
        self.ask(tenant.id, &[Step::Ask(sql::FORGET_EXPIRED, vec![&shop, &user_id, &now])]).await?;
        Ok(SignedIn { user, tenant, refresh_token: next.text() })
    }

    /// What a successor became: itself, where it was not used yet.
    async fn newest(&self, mut token: RefreshToken) -> Result<RefreshToken, IdentityError> {
        for _ in 0..CHAIN_MAX {
            let (shop, hash) = (token.tenant().uuid(), token.hash());
            let mut rows = self.ask(token.tenant(), &[Step::Ask(sql::NEXT_CHANCE, vec![&shop, &hash])]).await?;
            let rows = rows.pop().unwrap_or_default();
            let row = rows.first().ok_or(IdentityError::TokenRefused)?;
            let Some(chance) = known(row.try_get::<_, Option<Vec<u8>>>("chance"))? else { return Ok(token) };
            token = token.successor(&chance);
        }
        Err(IdentityError::TokenRefused)
    }

    /// Ends the sign-in that this refresh token stems from. A token that nobody knows is no error.
    ///
    /// # Errors
    /// [`IdentityError::Unavailable`].
    pub async fn logout(&self, token: &SecretString) -> Result<(), IdentityError> {
        let Some(token) = RefreshToken::parse(token) else { return Ok(()) };
        let (shop, hash) = (token.tenant().uuid(), token.hash());
        self.ask(token.tenant(), &[Step::Ask(sql::END_FAMILY, vec![&shop, &hash])]).await.map(|_| ())
    }

    /// Stores a new refresh token of this family.
    async fn keep(&self, user: &User, tenant: &Tenant, family: Uuid) -> Result<SecretString, IdentityError> {
        let token = RefreshToken::new(tenant.id)?;
        let now = self.clock.now();
        let (shop, id, expires_at) = (tenant.id.uuid(), user.id.uuid(), token::expiry(now));
        let rows = self
            .ask(
                tenant.id,
                &[
                    Step::Ask(sql::FORGET_EXPIRED, vec![&shop, &id, &now]),
                    Step::Ask(sql::ADD_TOKEN, vec![&shop, &token.hash(), &id, &family, &expires_at]),
                ],
            )
            .await?;
        // Retired meanwhile.
        if rows.last().is_none_or(Vec::is_empty) {
            return Err(IdentityError::TokenRefused);
        }
        Ok(token.text())
    }

    async fn find(&self, login: &str) -> Result<Option<SignedUp>, IdentityError> {
        // The shop is not known before the login is: this table alone is read without one.
        let nowhere = TenantId::from_uuid(Uuid::nil());
        let mut rows = self.ask(nowhere, &[Step::Ask(sql::FIND_LOGIN, vec![&login])]).await?;
        let rows = rows.pop().unwrap_or_default();
        let Some(row) = rows.first() else { return Ok(None) };
        let (tenant, user): (Uuid, Uuid) = (known(row.try_get("tenant_id"))?, known(row.try_get("user_id"))?);
        let tenant = TenantId::from_uuid(tenant);
        let mut rows = self.ask(tenant, &[Step::Ask(sql::FIND_USER, vec![&tenant.uuid(), &user])]).await?;
        rows.pop().unwrap_or_default().first().map(|row| known(signed_up(row))).transpose()
    }

    /// One transaction that sees one shop; the rows of each step.
    async fn ask(&self, tenant: TenantId, asked: &[Step<'_>]) -> Result<Vec<Vec<Row>>, IdentityError> {
        let object = self.pool.get().await.map_err(|error| {
            tracing::warn!(%error, "no connection to sign in on");
            IdentityError::Unavailable
        })?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(IdentityError::Unavailable) };
        let mut steps = vec![begin(tenant)];
        steps.extend(asked.iter().cloned());
        steps.push(Step::Simple("COMMIT".to_owned()));
        let mut rows = pipeline(client, &steps).await.map_err(|error| {
            if error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION) {
                return IdentityError::LoginTaken;
            }
            tracing::warn!(error = told(&error), "a statement of signing in failed");
            IdentityError::Unavailable
        })?;
        busy.done();
        rows.pop();
        Ok(rows.split_off(1))
    }
}

impl Role {
    /// The role's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Staff => "staff",
            Self::Accountant => "accountant",
        }
    }

    fn from_name(name: &str) -> Self {
        [Self::Owner, Self::Staff].into_iter().find(|role| role.as_str() == name).unwrap_or(Self::Accountant)
    }
}

/// A user who has not left, and their shop.
struct SignedUp {
    user: User,
    tenant: Tenant,
    /// The password's hash; empty where there is none.
    hash: String,
    is_one_time: bool,
}

fn signed_up(row: &Row) -> Result<SignedUp, tokio_postgres::Error> {
    let user = User {
        id: UserId::from_uuid(row.try_get("user_id")?),
        name: row.try_get("user_name")?,
        login: row.try_get("login")?,
        role: Role::from_name(row.try_get("role")?),
    };
    let tenant = Tenant {
        id: TenantId::from_uuid(row.try_get("tenant_id")?),
        name: row.try_get("shop_name")?,
        state_code: row.try_get("state_code")?,
        gstin: row.try_get("gstin")?,
    };
    Ok(SignedUp { user, tenant, hash: row.try_get("password_hash")?, is_one_time: row.try_get("is_one_time")? })
}

fn known<T>(read: Result<T, tokio_postgres::Error>) -> Result<T, IdentityError> {
    read.map_err(|error| {
        tracing::error!(error = told(&error), "a row about who signs in could not be understood");
        IdentityError::Unavailable
    })
}

/// A phone in E.164 or an e-mail in lower case; nothing else signs in.
fn one_form(login: &str) -> Option<String> {
    let email = login.trim().to_lowercase();
    let is_email = email.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.'));
    let is_plain =
        email.chars().count() <= 254 && !email.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    ledger::phone(login).or_else(|| (is_email && is_plain).then_some(email))
}

fn checked_shop(shop: &NewShop) -> Result<Tenant, IdentityError> {
    if !ledger::is_state_code(&shop.state_code) {
        return Err(IdentityError::InvalidField { field: "/stateCode", problem: "must be the two digits of a State" });
    }
    let gstin = shop.gstin.as_ref().map(|gstin| gstin.trim().to_uppercase()).filter(|gstin| !gstin.is_empty());
    let wrong = |problem| Err(IdentityError::InvalidField { field: "/gstin", problem });
    match gstin.as_deref().map(|gstin| (gstin, ledger::check_seller(gstin))) {
        Some((_, Err(problem))) => return wrong(problem),
        Some((gstin, Ok(()))) if !gstin.starts_with(&shop.state_code) => {
            return wrong("begins with another State's code");
        }
        Some((_, Ok(()))) | None => {}
    }
    let id = TenantId::from_uuid(Uuid::now_v7());
    Ok(Tenant { id, name: checked_name("/shopName", &shop.name)?, state_code: shop.state_code.clone(), gstin })
}

fn checked_user(name: &str, login: &str, password: &SecretString, role: Role) -> Result<User, IdentityError> {
    let wrong = IdentityError::InvalidField { field: "/login", problem: "must be a phone or an e-mail address" };
    let login = one_form(login).ok_or(wrong)?;
    password::check(password)?;
    Ok(User { id: UserId::from_uuid(Uuid::now_v7()), name: checked_name("/name", name)?, login, role })
}

fn checked_name(field: &'static str, name: &str) -> Result<String, IdentityError> {
    ledger::name(name).ok_or(IdentityError::InvalidField { field, problem: "must have 1 to 200 characters" })
}
