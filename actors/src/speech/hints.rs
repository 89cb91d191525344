//! The names that the ears are told to expect.

use execora_domain::intent::Lexicon;
use std::sync::Arc;

/// The most names that the ears are told.
const HINTS_MAX: usize = 200;

/// The names of a shop that may be said: customers first, then products.
#[must_use]
pub fn hints(lexicon: &Lexicon) -> Arc<[String]> {
    let world = lexicon.world();
    let customers = world.customers.iter().map(|customer| customer.name.clone());
    // The first other name where it is one Latin word, as "chawal" of rice: English names are heard without being told.
    let spoken = |name: &&String| name.is_ascii() && !name.contains(' ');
    let products =
        world.products.iter().map(|product| product.aliases.first().filter(spoken).unwrap_or(&product.name).clone());
    // Half of each, so that a shop with many customers still names its products.
    let half = HINTS_MAX / 2;
    customers.take(half).chain(products.take(half)).collect()
}
