//! What one shop's speech can name, indexed once.

use super::names::People;
use super::products::Shelf;
use super::world::World;

/// The names of one shop, indexed for speech: customers and products, by sound.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) world: World,
    pub(super) people: People,
    pub(super) shelf: Shelf,
}

impl Lexicon {
    /// Indexes a shop's names; costs time in proportion to them, so it is kept and made again when they change.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self { people: People::new(world), shelf: Shelf::new(world), world: world.clone() }
    }

    /// The shop that was indexed.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }
}
