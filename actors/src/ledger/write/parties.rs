//! Customers: what is known of them, and what they are found by.

use super::{Accepted, Rows};
use crate::ledger::tables::{KnownRow, PartyRow, TermRow};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::Party;
use execora_domain::money::Money;
use execora_domain::search::{self, Terms};

impl<'a> Rows<'a> {
    pub(super) fn party(&mut self, one: &Accepted<'_>, party: &'a Party) {
        self.parties.push(PartyRow {
            tenant_id: one.tenant.uuid(),
            party_id: party.id.uuid(),
            name: &party.name,
            phone: party.phone.as_deref(),
            nickname: party.nickname.as_deref(),
            landmark: party.landmark.as_deref(),
            email: party.email.as_deref(),
            state_code: party.state_code.as_deref(),
            gstin: party.gstin.as_deref(),
            address: party.address.as_deref(),
            credit_limit: party.credit_limit.map(Money::paise),
            created_at: one.at,
        });
        self.terms(one.tenant, party);
    }

    pub(super) fn known(&mut self, tenant: TenantId, party: &'a Party) {
        self.known.push(KnownRow {
            tenant_id: tenant.uuid(),
            party_id: party.id.uuid(),
            name: &party.name,
            phone: party.phone.as_deref(),
            nickname: party.nickname.as_deref(),
            landmark: party.landmark.as_deref(),
            email: party.email.as_deref(),
            state_code: party.state_code.as_deref(),
            gstin: party.gstin.as_deref(),
            address: party.address.as_deref(),
            credit_limit: party.credit_limit.map(Money::paise),
            is_active: party.is_active,
        });
        // Nobody looks for whom nobody names.
        if party.id != PartyId::walk_in(tenant) {
            self.terms(tenant, party);
        }
    }

    pub(super) fn terms(&mut self, tenant: TenantId, party: &Party) {
        let (tenant_id, party_id) = (tenant.uuid(), party.id.uuid());
        let Terms { name_key, terms } = Terms::of(tenant, party);
        self.terms.push(TermRow { tenant_id, party_id, name_key, terms, rules: search::RULES });
    }
}
