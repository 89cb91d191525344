//! Who signs in, and who does not.

use crate::house::House;
use execora_actors::clock::Clock;
use execora_actors::identity::{IdentityError, NewMember, NewShop, NewUser, Role};
use execora_domain::ledger;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn shop() -> NewShop {
    NewShop { name: "Sharma Kirana Store".into(), state_code: "27".into(), gstin: Some("27AAPFU0939F1ZV".into()) }
}

fn owner() -> NewUser {
    let login = "098100 10001".to_owned();
    NewUser { name: "Anil Sharma".into(), login, password: "chawal-50".into(), role: Role::Owner }
}

#[tokio::test]
async fn an_owner_signs_in_with_the_phone_however_it_is_typed() {
    let house = House::new().await;
    let made = house.identity.create_shop(&shop(), &owner()).await.unwrap();
    let found = house.identity.login("+91 98100-10001", &"chawal-50".into(), HOME).await.unwrap();
    assert_eq!((&found.user, &found.tenant), (&made.user, &made.tenant));
    assert_eq!(found.user.role, Role::Owner);
    assert_eq!(house.identity.me(found.tenant.id, found.user.id).await.unwrap(), (found.user, found.tenant));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_told_alike() {
    let house = House::new().await;
    house.identity.create_shop(&shop(), &owner()).await.unwrap();
    for (login, password) in [("9810010001", "chawal-51"), ("9810010002", "chawal-50"), ("", "")] {
        let refused = house.identity.login(login, &password.into(), HOME).await.unwrap_err();
        assert_eq!(refused, IdentityError::WrongCredentials, "{login}");
    }
}

#[tokio::test]
async fn one_phone_signs_in_to_one_shop() {
    let house = House::new().await;
    house.identity.create_shop(&shop(), &owner()).await.unwrap();
    assert_eq!(house.identity.create_shop(&shop(), &owner()).await.unwrap_err(), IdentityError::LoginTaken);
}

#[tokio::test]
async fn a_refresh_token_that_comes_back_late_ends_its_family() {
    let house = House::new().await;
    let signed_in = house.identity.create_shop(&shop(), &owner()).await.unwrap();
    let second = house.identity.refresh(&signed_in.refresh_token).await.unwrap();
    assert_eq!(second.user, signed_in.user);
    let later: jiff::Timestamp = "2026-11-22T12:00:31Z".parse().unwrap();
    let later = House::at(house.url.clone(), Clock::new(move || later)).await;
    let stolen = later.identity.refresh(&signed_in.refresh_token).await.unwrap_err();
    assert_eq!(stolen, IdentityError::TokenRefused);
    let after = later.identity.refresh(&second.refresh_token).await.unwrap_err();
    assert_eq!(after, IdentityError::TokenRefused);
}

#[tokio::test]
async fn a_refresh_token_that_comes_back_at_once_leads_to_the_newest_of_its_chain() {
    let house = House::new().await;
    let first = house.identity.create_shop(&shop(), &owner()).await.unwrap().refresh_token;
    let refresh = async |token: &SecretString| house.identity.refresh(token).await.unwrap().refresh_token;
    let text = |token: &SecretString| token.expose_secret().to_owned();
    let second = refresh(&first).await;
    assert_eq!(text(&refresh(&first).await), text(&second), "the answer was lost");
    let third = refresh(&second).await;
    assert_eq!(text(&refresh(&first).await), text(&third), "the other tab was quicker");
    refresh(&third).await;
    house.identity.logout(&third).await.unwrap();
    assert_eq!(house.identity.refresh(&first).await.unwrap_err(), IdentityError::TokenRefused, "signed out is out");
}

/// The control: where only a token that was not used is found (`t.used_at IS NULL`), nineteen are refused and the one
/// that was not is worth nothing.
#[tokio::test]
async fn one_refresh_token_twenty_times_at_once_has_one_successor_that_works() {
    let house = House::new().await;
    let signed_in = house.identity.create_shop(&shop(), &owner()).await.unwrap();
    let twenty = (0..20).map(|_| house.identity.refresh(&signed_in.refresh_token));
    let answers = futures_util::future::join_all(twenty).await;
    let texts: BTreeSet<String> =
        answers.into_iter().map(|answer| answer.unwrap().refresh_token.expose_secret().to_owned()).collect();
    assert_eq!(texts.len(), 1);
    let successor = texts.into_iter().next().unwrap().into();
    house.identity.refresh(&successor).await.unwrap();
}

#[tokio::test]
async fn after_signing_out_the_token_is_refused() {
    let house = House::new().await;
    let signed_in = house.identity.create_shop(&shop(), &owner()).await.unwrap();
    house.identity.logout(&signed_in.refresh_token).await.unwrap();
    let after = house.identity.refresh(&signed_in.refresh_token).await.unwrap_err();
    assert_eq!(after, IdentityError::TokenRefused);
    house.identity.logout(&"unknown".into()).await.unwrap();
}

#[tokio::test]
async fn a_malformed_shop_or_user_is_refused_by_field() {
    let house = House::new().await;
    let refused = |shop: NewShop, user: NewUser| {
        let identity = house.identity.clone();
        async move {
            let error = identity.create_shop(&shop, &user).await.unwrap_err();
            let IdentityError::InvalidField { field, .. } = error else { panic!("{error:?}") };
            field
        }
    };
    assert_eq!(refused(NewShop { gstin: Some("27AABCU9603R1ZM".into()), ..shop() }, owner()).await, "/gstin");
    assert_eq!(refused(NewShop { gstin: Some("29AAGCB7383J1Z4".into()), ..shop() }, owner()).await, "/gstin");
    assert_eq!(refused(NewShop { state_code: "39".into(), ..shop() }, owner()).await, "/stateCode");
    assert_eq!(refused(NewShop { state_code: "MH".into(), ..shop() }, owner()).await, "/stateCode");
    assert_eq!(refused(shop(), NewUser { password: "short".into(), ..owner() }).await, "/password");
    assert_eq!(refused(shop(), NewUser { login: "anil".into(), ..owner() }).await, "/login");
    assert_eq!(refused(shop(), NewUser { name: "\u{0}".into(), ..owner() }).await, "/name");
}

#[tokio::test]
async fn a_new_shop_has_the_settings_that_its_registration_implies() {
    let house = House::new().await;
    let signed_in = house.identity.create_shop(&shop(), &owner()).await.unwrap();
    let made = house.reader.shop(signed_in.tenant.id).await.unwrap();
    let gstin = Some("27AAPFU0939F1ZV".to_owned());
    let name = "Sharma Kirana Store".to_owned();
    assert_eq!(made, ledger::Shop { name, gstin, scheme: ledger::Scheme::Regular, ..ledger::Shop::default() });
}

fn staff(login: &str, password: Option<&str>) -> NewMember {
    let password = password.map(|text| text.to_owned().into());
    NewMember { name: "Suresh".into(), login: login.into(), password, role: Role::Staff }
}

#[tokio::test]
async fn a_password_that_works_once_signs_in_once_and_then_one_is_chosen() {
    let house = House::new().await;
    let (identity, tenant) = (&house.identity, house.identity.create_shop(&shop(), &owner()).await.unwrap().tenant.id);
    let admitted = identity.admit(tenant, &staff("9810010002", None)).await.unwrap();
    let one_time = admitted.one_time.unwrap();
    assert!(admitted.member.awaits_first_sign_in);
    let both = futures_util::future::join(
        identity.login("9810010002", &one_time, HOME),
        identity.login("9810010002", &one_time, HOME),
    );
    let (first, second) = both.await;
    let (user, refused) = match (first, second) {
        (Ok(one), Err(other)) | (Err(other), Ok(one)) => (one.user, other),
        (first, second) => panic!("{first:?} {second:?}"),
    };
    assert_eq!((user.id, refused), (admitted.member.user.id, IdentityError::WrongCredentials));
    assert!(identity.login("9810010002", &"".into(), HOME).await.is_err(), "no password is no password");
    identity.change_password(tenant, user.id, None, &"basmati-25".into(), HOME).await.unwrap();
    let signed_in = identity.login("9810010002", &"basmati-25".into(), HOME).await.unwrap();
    let again = identity.change_password(tenant, user.id, None, &"basmati-26".into(), HOME).await.unwrap_err();
    assert_eq!(again, IdentityError::WrongCredentials, "who has a password must know it");
    let known = Some("basmati-25".to_owned().into());
    identity.change_password(tenant, user.id, known.as_ref(), &"basmati-26".into(), HOME).await.unwrap();
    assert_eq!(identity.refresh(&signed_in.refresh_token).await.unwrap_err(), IdentityError::TokenRefused);
}

#[tokio::test]
async fn who_left_signs_in_no_more_and_their_phone_may_come_back() {
    let house = House::new().await;
    let (identity, tenant) = (&house.identity, house.identity.create_shop(&shop(), &owner()).await.unwrap().tenant.id);
    let suresh = identity.admit(tenant, &staff("9810010002", Some("basmati-25"))).await.unwrap().member.user;
    let signed_in = identity.login("9810010002", &"basmati-25".into(), HOME).await.unwrap();
    let elsewhere = identity.create_shop(&shop(), &NewUser { login: "9810010003".into(), ..owner() }).await.unwrap();
    assert_eq!(identity.retire(elsewhere.tenant.id, suresh.id).await.unwrap_err(), IdentityError::NotFound);
    let gone = identity.retire(tenant, suresh.id).await.unwrap();
    assert!(gone.retired_at.is_some());
    assert_eq!(identity.retire(tenant, suresh.id).await.unwrap_err(), IdentityError::NotFound);
    assert_eq!(identity.invite_again(tenant, suresh.id).await.unwrap_err(), IdentityError::NotFound);
    let refused = identity.login("9810010002", &"basmati-25".into(), HOME).await.unwrap_err();
    assert_eq!(refused, IdentityError::WrongCredentials);
    assert_eq!(identity.refresh(&signed_in.refresh_token).await.unwrap_err(), IdentityError::TokenRefused);
    let new = identity.admit(tenant, &staff("9810010002", Some("basmati-27"))).await.unwrap().member.user;
    assert_ne!(new.id, suresh.id);
    identity.login("9810010002", &"basmati-27".into(), HOME).await.unwrap();
    let names: Vec<_> = identity.users(tenant).await.unwrap().iter().map(|one| one.user.id).collect();
    assert_eq!((names.len(), names[2]), (3, suresh.id), "those who left last");
}

/// The control: without the lock on the owners both leave, in most runs.
#[tokio::test]
async fn of_two_owners_who_retire_each_other_at_once_one_stays() {
    let house = House::new().await;
    for round in 0..10 {
        let login = |n: u32| format!("98200{:05}", round * 2 + n);
        let made = house.identity.create_shop(&shop(), &NewUser { login: login(0), ..owner() }).await.unwrap();
        let (tenant, first) = (made.tenant.id, made.user.id);
        let second = house.identity.add_user(tenant, &NewUser { login: login(1), ..owner() }).await.unwrap().id;
        let both = [house.identity.retire(tenant, first), house.identity.retire(tenant, second)];
        let mut results = futures_util::future::join_all(both).await;
        results.sort_by_key(Result::is_err);
        assert!(results[0].is_ok());
        assert_eq!(results[1].as_ref().unwrap_err(), &IdentityError::LastOwner);
    }
}
