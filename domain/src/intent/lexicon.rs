//! What one shop's speech can name, indexed once.

use super::world::World;

/// The names of one shop, indexed for speech: customers and products, by sound.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) world: World,
}

impl Lexicon {
    /// Indexes a shop's names; costs time in proportion to them, so it is kept and made again when they change.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self { world: world.clone() }
    }

    /// The shop that was indexed.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }
}
