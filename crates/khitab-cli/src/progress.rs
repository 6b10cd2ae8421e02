//! A progress bar over bytes read or texts done: on a terminal, and nowhere else.

use std::io::{self, IsTerminal, Read};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts bytes as they are read, or texts as they are done.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar on standard error when that is a terminal.
    pub(crate) fn bytes() -> Self {
        let style =
            "{elapsed_precise} {wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}";
        Self::with_style(style)
    }

    /// A bar over `count` texts.
    pub(crate) fn texts(count: usize) -> Self {
        let progress = Self::with_style("{elapsed_precise} {wide_bar} {pos}/{len} {eta}");
        progress.expect(count as u64);
        progress
    }

    /// One text is done.
    pub(crate) fn done(&self) {
        self.bar.inc(1);
    }

    fn with_style(template: &str) -> Self {
        if !io::stderr().is_terminal() {
            return Self::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// One step of unknown length.
    pub(crate) fn step(name: &'static str) -> Self {
        let step = Self::with_style("{elapsed_precise} {spinner} {msg}");
        step.bar.set_message(name);
        step.bar
            .enable_steady_tick(std::time::Duration::from_millis(200));
        step
    }

    /// No bar at all.
    pub(crate) fn hidden() -> Self {
        Self {
            bar: ProgressBar::hidden(),
        }
    }

    /// More will come.
    pub(crate) fn expect(&self, count: u64) {
        self.bar.inc_length(count);
    }

    /// A reader whose bytes move the bar.
    pub(crate) fn count<R: Read>(&self, inner: R) -> Counted<R> {
        Counted {
            inner,
            bar: self.bar.clone(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A reader that moves a bar.
pub(crate) struct Counted<R> {
    inner: R,
    bar: ProgressBar,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bar.inc(read as u64);
        Ok(read)
    }
}
