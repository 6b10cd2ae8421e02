//! Outputs that Ctrl-C brings to their end: a packed file has an end mark, and a Parquet file is none without its footer.

use std::io;
use std::sync::{Arc, Mutex, Once, PoisonError, TryLockError};
use std::time::Duration;

/// What a shell sees of a command that SIGINT ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;
/// How often an output that is being written to is asked again, and how long between.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(10));

/// An output that is whole after any write and needs a last one.
pub(crate) trait End: Send {
    /// Writes what the format wants at its end.
    fn end(self) -> io::Result<()>;
}

/// An output, within reach of the thread that waits for signals.
pub(crate) struct Kept<T>(Arc<Mutex<Option<T>>>);

impl<T: End + 'static> Kept<T> {
    /// An output that an interrupt may cut anywhere.
    pub(crate) fn plain(output: T) -> Self {
        Self(Arc::new(Mutex::new(Some(output))))
    }

    /// An output that an interrupt must end.
    pub(crate) fn watched(output: T) -> Self {
        let kept = Self::plain(output);
        OPEN.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(kept.0.clone());
        // Where no handler can be set, an interrupt ends the process as it always did.
        HANDLER.call_once(|| drop(ctrlc::set_handler(interrupted)));
        kept
    }

    /// Does something with the output.
    pub(crate) fn with<R>(&mut self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match output.as_mut() {
            Some(output) => work(output),
            None => the_end(),
        }
    }

    /// Ends the output.
    pub(crate) fn end(self) -> io::Result<()> {
        let output = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        output.map_or_else(|| the_end(), End::end)
    }
}

/// An output of any kind, as the handler sees it.
trait Open: Send + Sync {
    /// Ends it, unless it is being written to.
    fn close(&self) -> bool;
}

impl<T: End> Open for Mutex<Option<T>> {
    fn close(&self) -> bool {
        let taken = match self.try_lock() {
            Ok(mut output) => output.take(),
            Err(TryLockError::Poisoned(output)) => output.into_inner().take(),
            Err(TryLockError::WouldBlock) => return false,
        };
        // The process ends: there is nobody left to tell of an error.
        drop(taken.map(End::end));
        true
    }
}

static OPEN: Mutex<Vec<Arc<dyn Open>>> = Mutex::new(Vec::new());
static HANDLER: Once = Once::new();

fn interrupted() {
    let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let (times, pause) = PATIENCE;
    for output in open.iter() {
        for _ in 0..times {
            if output.close() {
                break;
            }
            std::thread::sleep(pause);
        }
    }
    eprintln!("khitab: interrupted; what was written is whole");
    std::process::exit(INTERRUPTED);
}

/// The handler has the output and is about to end the process.
fn the_end() -> ! {
    loop {
        std::thread::park();
    }
}
