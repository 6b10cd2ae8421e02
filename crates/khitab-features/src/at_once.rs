//! Two jobs at once.

use std::panic::resume_unwind;
use std::thread;

/// Runs `other` in a thread of its own while `here` runs in this one, or before it where no thread is
/// to be had. No pool does it: a worker that waits in one may take up a job that waits for it.
pub(crate) fn at_once<O: Send, H>(
    other: impl Fn() -> O + Sync,
    here: impl FnOnce() -> H,
) -> (O, H) {
    thread::scope(
        |scope| match thread::Builder::new().spawn_scoped(scope, &other) {
            Ok(thread) => {
                let done = here();
                (
                    thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                    done,
                )
            }
            Err(_) => (other(), here()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done_and_a_panic_goes_on() {
        assert_eq!(at_once(|| 1, || 2), (1, 2));
        let caught = std::panic::catch_unwind(|| at_once(|| panic!("one"), || 2));
        assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"one"));
    }
}
