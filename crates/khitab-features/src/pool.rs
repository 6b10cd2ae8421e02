//! What one text leaves for the next: memory, lent to whichever thread comes.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Things that are made when none is free, each for one thread at a time.
#[derive(Debug)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Lends one to `job`.
    pub(crate) fn with<R>(&self, job: impl FnOnce(&mut T) -> R) -> R {
        let free = self.free().pop();
        let mut one = free.unwrap_or_default();
        let done = job(&mut one);
        // After a panic it is not put back.
        self.free().push(one);
        done
    }
}

impl<T> Pool<T> {
    fn free(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

/// A copy begins with nothing.
impl<T> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// An empty list of values that borrow from another text, in the memory of one that borrowed from the last.
///
/// The standard library collects into the memory that it takes from where the sizes agree; where it does not,
/// the list begins with none.
pub(crate) fn emptied<A, B>(mut list: Vec<A>) -> Vec<B> {
    list.clear();
    list.into_iter().filter_map(|_| None).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_is_used_again() {
        let pool = Pool::<Vec<u8>>::default();
        pool.with(|one| {
            one.push(1);
            pool.with(|other| assert!(other.is_empty()));
        });
        assert_eq!(pool.with(|one| one.len()), 1);
        assert_eq!((pool.free().len(), pool.clone().free().len()), (2, 0));
    }

    #[test]
    fn memory_outlives_what_was_borrowed() {
        let list = {
            let text = String::from("text");
            emptied::<&str, &'static str>(vec![text.as_str(); 9])
        };
        assert!(list.is_empty() && list.capacity() >= 9);
    }
}
