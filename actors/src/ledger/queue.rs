//! What waits to be written, by shop: batches across shops that are fair to each, and one batch a shop at a time.

use execora_domain::ids::TenantId;
use std::collections::{HashMap, HashSet, VecDeque};

/// Things that wait, each for its shop's turn; those of one shop stay in order.
#[derive(Debug)]
pub(super) struct Queue<T> {
    waiting: HashMap<TenantId, VecDeque<T>>,
    /// Shops with something waiting and no batch under way, longest waiting first.
    ready: VecDeque<TenantId>,
    writing: HashSet<TenantId>,
}

/// What goes into one transaction.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Batch<T> {
    /// Its shops, which are in no other batch until this one is written.
    pub(super) tenants: Vec<TenantId>,
    /// Shop after shop, in order.
    pub(super) items: Vec<T>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { waiting: HashMap::new(), ready: VecDeque::new(), writing: HashSet::new() }
    }
}

impl<T> Queue<T> {
    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn push(&mut self, tenant: TenantId, item: T) {
        let queue = self.waiting.entry(tenant).or_default();
        if queue.is_empty() && !self.writing.contains(&tenant) {
            self.ready.push_back(tenant);
        }
        queue.push_back(item);
    }

    /// At most `max` things of all shops that are ready. Each shop gets the same share first; what is left over goes to
    /// whoever has more, in turn.
    pub(super) fn next_batch(&mut self, max: usize) -> Option<Batch<T>> {
        let tenants: Vec<TenantId> = self.ready.drain(..self.ready.len().min(max)).collect();
        let share = max.checked_div(tenants.len())?;
        let lengths: Vec<usize> =
            tenants.iter().map(|tenant| self.waiting.get(tenant).map_or(0, VecDeque::len)).collect();
        let mut left = lengths.iter().fold(max, |left, length| left.saturating_sub((*length).min(share)));
        let mut items = Vec::with_capacity(max.saturating_sub(left));
        for (tenant, length) in tenants.iter().zip(lengths) {
            let more = length.saturating_sub(share).min(left);
            left = left.saturating_sub(more);
            let Some(queue) = self.waiting.get_mut(tenant) else { continue };
            items.extend(queue.drain(..length.min(share).saturating_add(more)));
            if queue.is_empty() {
                self.waiting.remove(tenant);
            }
            self.writing.insert(*tenant);
        }
        Some(Batch { tenants, items })
    }

    /// A batch of these shops is written: what waits for them is ready.
    pub(super) fn written(&mut self, tenants: &[TenantId]) {
        for tenant in tenants {
            self.writing.remove(tenant);
            if self.waiting.contains_key(tenant) {
                self.ready.push_back(*tenant);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn shop(n: u128) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn a_batch_takes_all_shops_and_keeps_the_order_of_each() {
        let mut queue = Queue::default();
        for (tenant, item) in [(1, 'a'), (2, 'x'), (1, 'b'), (2, 'y'), (3, 'p')] {
            queue.push(shop(tenant), item);
        }
        let batch = queue.next_batch(200).unwrap();
        assert_eq!(batch, Batch { tenants: vec![shop(1), shop(2), shop(3)], items: vec!['a', 'b', 'x', 'y', 'p'] });
        assert!(queue.is_empty());
        assert_eq!(queue.next_batch(200), None);
    }

    #[test]
    fn a_shop_with_much_to_write_leaves_room_for_the_others() {
        let mut queue = Queue::default();
        (0..500).for_each(|n| queue.push(shop(1), n));
        (2..=10).for_each(|tenant| queue.push(shop(tenant), 1_000));
        let batch = queue.next_batch(200).unwrap();
        assert_eq!(batch.items.len(), 200);
        assert_eq!(batch.items.iter().filter(|&&n| n == 1_000).count(), 9);
        assert_eq!(batch.items[..191], (0..191).collect::<Vec<_>>());
    }

    #[test]
    fn a_shop_is_in_one_batch_at_a_time() {
        let mut queue = Queue::default();
        queue.push(shop(1), 'a');
        let first = queue.next_batch(200).unwrap();
        queue.push(shop(1), 'b');
        queue.push(shop(2), 'x');
        assert_eq!(queue.next_batch(200).unwrap().items, ['x']);
        assert_eq!(queue.next_batch(200), None);
        queue.written(&first.tenants);
        assert_eq!(queue.next_batch(200).unwrap().items, ['b']);
    }

    #[test]
    fn more_shops_than_a_batch_holds_take_turns() {
        let mut queue = Queue::default();
        for tenant in 0..5 {
            queue.push(shop(tenant), tenant);
            queue.push(shop(tenant), tenant);
        }
        let first = queue.next_batch(2).unwrap();
        assert_eq!(first.items, [0, 1]);
        queue.written(&first.tenants);
        assert_eq!(queue.next_batch(2).unwrap().items, [2, 3]);
        assert_eq!(queue.next_batch(4).unwrap().items, [4, 4, 0, 1]);
    }
}
