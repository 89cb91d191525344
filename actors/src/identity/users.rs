//! The users of a shop: who is there, who comes, who leaves; passwords of one's own and those that work once.

use super::{Identity, IdentityError, NewUser, Role, SignedIn, SignedUp, User};
use super::{checked_user, known, password, signed_up, sql};
use crate::database::Step;
use execora_domain::ids::{TenantId, UserId};
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Serialize;
use std::net::IpAddr;
use tokio_postgres::Row;
use uuid::Uuid;

/// The most users that one shop has at once.
const USERS_MAX: i64 = 100;

/// A user as the owner sees them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Who.
    #[serde(flatten)]
    pub user: User,
    /// Since when.
    pub created_at: jiff::Timestamp,
    /// When they left; null of those who sign in.
    pub retired_at: Option<jiff::Timestamp>,
    /// Whether a password that works once waits to be used.
    pub awaits_first_sign_in: bool,
}

/// A user to be, who may be given a password that works once.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The name.
    pub name: String,
    /// A phone as typed, or an e-mail.
    pub login: String,
    /// At least eight characters; where it is left out, one is made that works once.
    pub password: Option<SecretString>,
    /// What they may do.
    pub role: Role,
}

/// A user, and the password that was made for them: it is shown once and stored nowhere.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Who.
    pub member: Member,
    /// Works once.
    pub one_time: Option<SecretString>,
}

impl Identity {
    /// Adds a user to a shop.
    ///
    /// # Errors
    /// [`IdentityError::InvalidField`], [`IdentityError::LoginTaken`], [`IdentityError::TooManyUsers`] or
    /// [`IdentityError::Unavailable`].
    pub async fn admit(&self, tenant: TenantId, new: &NewMember) -> Result<Admitted, IdentityError> {
        let one_time = if new.password.is_some() { None } else { Some(Self::random_password()?) };
        let Some(password) = new.password.as_ref().or(one_time.as_ref()) else {
            return Err(IdentityError::Unavailable);
        };
        let user = checked_user(&new.name, &new.login, password, new.role)?;
        let hash = self.passwords.hash(password).await?;
        let (now, shop, id, role) = (self.clock.now(), tenant.uuid(), user.id.uuid(), user.role.as_str());
        let is_one_time = one_time.is_some();
        let rows = self
            .ask(
                tenant,
                &[
                    Step::Ask(sql::LOCK_OWNERS, vec![&shop]),
                    Step::Ask(
                        sql::ADD_USER,
                        vec![&shop, &id, &user.name, &user.login, &role, &hash, &now, &is_one_time, &USERS_MAX],
                    ),
                    Step::Ask(sql::ADD_LOGIN, vec![&user.login, &shop, &id]),
                ],
            )
            .await?;
        if rows.get(1).is_none_or(Vec::is_empty) {
            return Err(IdentityError::TooManyUsers);
        }
        let member = Member { user, created_at: now, retired_at: None, awaits_first_sign_in: is_one_time };
        Ok(Admitted { member, one_time })
    }

    /// Adds a user with a password of their own to a shop.
    ///
    /// # Errors
    /// The same.
    pub async fn add_user(&self, tenant: TenantId, new: &NewUser) -> Result<User, IdentityError> {
        let NewUser { name, login, password, role } = new.clone();
        Ok(self.admit(tenant, &NewMember { name, login, password: Some(password), role }).await?.member.user)
    }

    /// The users of a shop, those who left last.
    ///
    /// # Errors
    /// [`IdentityError::Unavailable`].
    pub async fn users(&self, tenant: TenantId) -> Result<Vec<Member>, IdentityError> {
        let mut rows = self.ask(tenant, &[Step::Ask(sql::FIND_USERS, vec![&tenant.uuid()])]).await?;
        known(rows.pop().unwrap_or_default().iter().map(member).collect())
    }

    /// Ends a user's signing in: their login, and every refresh token. What they asked for still names them. The last
    /// owner of a shop stays.
    ///
    /// # Errors
    /// [`IdentityError::NotFound`], [`IdentityError::LastOwner`] or [`IdentityError::Unavailable`].
    pub async fn retire(&self, tenant: TenantId, user: UserId) -> Result<Member, IdentityError> {
        let (shop, id, now) = (tenant.uuid(), user.uuid(), self.clock.now());
        let rows = self
            .ask(
                tenant,
                &[
                    // Two owners who retire each other at once take turns.
                    Step::Ask(sql::LOCK_OWNERS, vec![&shop]),
                    Step::Ask(sql::RETIRE, vec![&shop, &id, &now]),
                    Step::Ask(sql::END_LOGIN, vec![&shop, &id]),
                    Step::Ask(sql::END_TOKENS_OF_RETIRED, vec![&shop, &id]),
                    Step::Ask(sql::FIND_MEMBER, vec![&shop, &id]),
                ],
            )
            .await?;
        let found = rows.last().and_then(|rows| rows.first()).ok_or(IdentityError::NotFound)?;
        let member = known(member(found))?;
        if rows.get(1).is_some_and(|rows| !rows.is_empty()) {
            return Ok(member);
        }
        Err(if member.retired_at.is_none() { IdentityError::LastOwner } else { IdentityError::NotFound })
    }

    /// Gives a user a password that works once, instead of the one they have, and ends what they are signed in to.
    ///
    /// # Errors
    /// [`IdentityError::NotFound`] or [`IdentityError::Unavailable`].
    pub async fn invite_again(&self, tenant: TenantId, user: UserId) -> Result<Admitted, IdentityError> {
        let one_time = Self::random_password()?;
        let hash = self.passwords.hash(&one_time).await?;
        let (shop, id) = (tenant.uuid(), user.uuid());
        let rows = self
            .ask(
                tenant,
                &[
                    Step::Ask(sql::SET_ONE_TIME, vec![&shop, &id, &hash]),
                    Step::Ask(sql::END_TOKENS, vec![&shop, &id]),
                    Step::Ask(sql::FIND_MEMBER, vec![&shop, &id]),
                ],
            )
            .await?;
        let found = rows.last().and_then(|rows| rows.first()).ok_or(IdentityError::NotFound)?;
        let member = known(member(found))?;
        if member.retired_at.is_some() {
            return Err(IdentityError::NotFound);
        }
        Ok(Admitted { member, one_time: Some(one_time) })
    }

    /// Gives a user another password of their own; whoever was signed in as them is not any more, but for the one who asks.
    /// `now` is the password they have; who signed in with one that worked once has none.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooManyAttempts`], [`IdentityError::InvalidField`],
    /// [`IdentityError::NotFound`] or [`IdentityError::Unavailable`].
    pub async fn change_password(
        &self,
        tenant: TenantId,
        user: UserId,
        now: Option<&SecretString>,
        new: &SecretString,
        address: IpAddr,
    ) -> Result<SignedIn, IdentityError> {
        password::check(new).map_err(|_| IdentityError::InvalidField {
            field: "/newPassword",
            problem: "must have 8 to 200 characters",
        })?;
        let (shop, id) = (tenant.uuid(), user.uuid());
        let mut rows = self.ask(tenant, &[Step::Ask(sql::FIND_USER, vec![&shop, &id])]).await?;
        let rows = rows.pop().unwrap_or_default();
        let SignedUp { user, tenant, hash, .. } = known(signed_up(rows.first().ok_or(IdentityError::NotFound)?))?;
        if !hash.is_empty() {
            self.attempts.count(&user.login, address)?;
            let now = now.cloned().unwrap_or_else(|| "".into());
            if !self.passwords.verify(&now, Some(hash.clone())).await? {
                return Err(IdentityError::WrongCredentials);
            }
            self.attempts.forgive(&user.login);
        }
        let new_hash = self.passwords.hash(new).await?;
        let steps = [
            Step::Ask(sql::CHANGE_PASSWORD, vec![&shop, &id, &hash, &new_hash]),
            Step::Ask(sql::END_TOKENS, vec![&shop, &id]),
        ];
        let rows = self.ask(tenant.id, &steps).await?;
        // Somebody else changed it meanwhile.
        if rows.first().is_none_or(Vec::is_empty) {
            return Err(IdentityError::WrongCredentials);
        }
        let refresh_token = self.keep(&user, &tenant, Uuid::now_v7()).await?;
        Ok(SignedIn { user, tenant, refresh_token })
    }

    /// Takes a password that works once away, if this is the first who used it. Of two at once, one signs in.
    pub(super) async fn use_up(&self, tenant: TenantId, user: UserId, hash: &str) -> Result<(), IdentityError> {
        let (shop, id) = (tenant.uuid(), user.uuid());
        let rows = self.ask(tenant, &[Step::Ask(sql::USE_ONE_TIME, vec![&shop, &id, &hash])]).await?;
        rows.first().filter(|rows| !rows.is_empty()).ok_or(IdentityError::WrongCredentials)?;
        Ok(())
    }
}

fn member(row: &Row) -> Result<Member, tokio_postgres::Error> {
    Ok(Member {
        user: User {
            id: UserId::from_uuid(row.try_get("user_id")?),
            name: row.try_get("user_name")?,
            login: row.try_get("login")?,
            role: Role::from_name(row.try_get("role")?),
        },
        created_at: row.try_get("created_at")?,
        retired_at: row.try_get("retired_at")?,
        awaits_first_sign_in: row.try_get("is_one_time")?,
    })
}
