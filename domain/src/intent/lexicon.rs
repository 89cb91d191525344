//! What one shop's speech can name, indexed once.

use super::names::People;
use super::products::Shelf;
use super::world::{World, WorldInvoice, WorldReminder};
use crate::quantity::Quantity;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The names of one shop, indexed for speech: customers and products, by sound.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) world: World,
    pub(super) people: Arc<People>,
    pub(super) shelf: Arc<Shelf>,
}

impl Lexicon {
    /// Indexes a shop's names; costs time in proportion to them, so it is kept and made again when they change.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self { people: Arc::new(People::new(world)), shelf: Arc::new(Shelf::new(world)), world: world.clone() }
    }

    /// The same names with other reminders, bills and stocks by product, which change much more often: the index is
    /// shared.
    #[must_use]
    pub fn with_papers<S: BuildHasher>(
        &self,
        reminders: Vec<WorldReminder>,
        invoices: Vec<WorldInvoice>,
        stocks: &HashMap<String, Quantity, S>,
    ) -> Self {
        let mut other = self.clone();
        for product in &mut other.world.products {
            product.stock = stocks.get(&product.id).copied().unwrap_or(product.stock);
        }
        other.world.reminders = reminders;
        other.world.invoices = invoices;
        if !other.people.reminds_of(&other.world) {
            Arc::make_mut(&mut other.people).remind(&other.world);
        }
        other
    }

    /// The shop that was indexed.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }
}
