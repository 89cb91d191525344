//! `execora user add`: another user of a shop.

use super::database::{self, Where};
use anyhow::Context as _;
use execora_actors::clock::Clock;
use execora_actors::database::{migrate, pool};
use execora_actors::identity::{Admitted, Identity, NewMember, Role};
use execora_domain::ids::TenantId;
use secrecy::{ExposeSecret as _, SecretString};
use std::io::BufRead as _;

/// What to do with users.
#[derive(clap::Subcommand)]
pub(crate) enum Action {
    /// Add a user to a shop; the password is read from standard input, unless one is made that works once
    Add(Add),
}

/// Who is added, and where.
#[derive(clap::Args)]
pub(crate) struct Add {
    /// The shop's id, as `/api/v1/auth/me` gives it
    #[arg(long, value_name = "ID")]
    shop: TenantId,
    /// The name
    #[arg(long)]
    name: String,
    /// The phone or e-mail that signs in
    #[arg(long)]
    login: String,
    /// What they may do
    #[arg(long, value_enum, default_value = "staff")]
    role: WantedRole,
    /// Make a password that works once, and print it
    #[arg(long)]
    one_time: bool,
    #[command(flatten)]
    at: Where,
}

/// A role, as the command line spells it.
#[derive(Clone, Copy, clap::ValueEnum)]
enum WantedRole {
    Owner,
    Staff,
    Accountant,
}

impl From<WantedRole> for Role {
    fn from(role: WantedRole) -> Self {
        match role {
            WantedRole::Owner => Self::Owner,
            WantedRole::Staff => Self::Staff,
            WantedRole::Accountant => Self::Accountant,
        }
    }
}

/// Carries it out.
pub(crate) fn run(action: &Action) -> anyhow::Result<()> {
    let Action::Add(add) = action;
    let password = if add.one_time { None } else { Some(read_password()?) };
    let user = NewMember { name: add.name.clone(), login: add.login.clone(), password, role: add.role.into() };
    let opened = database::open(&add.at)?;
    let added = opened.block_on(async {
        migrate(opened.database_url()).await?;
        let pool = pool(opened.database_url(), 1)?;
        let identity = Identity::new(pool, Clock::new(crate::clock::now));
        anyhow::Ok(identity.admit(add.shop, &user).await?)
    });
    opened.close();
    let Admitted { member, one_time } = added?;
    println!("{} signs in as {} from now on", member.user.name, member.user.login);
    if let Some(password) = one_time {
        println!("for the first time with the password {}", password.expose_secret());
    }
    Ok(())
}

fn read_password() -> anyhow::Result<SecretString> {
    eprintln!("the new user's password, then Enter:");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("the password could not be read")?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned().into())
}
