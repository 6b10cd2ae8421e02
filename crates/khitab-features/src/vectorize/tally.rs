//! Counts the columns of one document.

use super::radix;

/// Below this many, columns wait to be sorted once at the end.
const WAITING: usize = 1 << 16;

/// Counts columns in any order; gives them back in ascending order.
///
/// Memory follows the distinct columns, not the length of the document: waiting columns are
/// folded into the counts whenever there are as many of them as counts.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    waiting: Vec<u32>,
    room: Vec<u32>,
    counts: Vec<(u32, u32)>,
    spare: Vec<(u32, u32)>,
}

impl Tally {
    #[inline]
    pub(crate) fn push(&mut self, column: u32) {
        self.waiting.push(column);
        if self.waiting.len() >= WAITING.max(self.counts.len()) {
            self.fold();
        }
    }

    /// Counts some columns, each as often as it stands there.
    #[inline]
    pub(crate) fn extend(&mut self, columns: &[u32]) {
        self.waiting.extend_from_slice(columns);
        if self.waiting.len() >= WAITING.max(self.counts.len()) {
            self.fold();
        }
    }

    /// Appends the columns and their counts, and starts again.
    pub(crate) fn drain(&mut self, columns: &mut Vec<u32>, counts: &mut Vec<f32>) {
        if self.counts.is_empty() {
            radix::sort(&mut self.waiting, &mut self.room);
            append_runs(&self.waiting, columns, counts);
            self.waiting.clear();
            return;
        }
        self.fold();
        columns.extend(self.counts.iter().map(|&(column, _)| column));
        counts.extend(self.counts.iter().map(|&(_, count)| count as f32));
        self.counts.clear();
    }

    fn fold(&mut self) {
        radix::sort(&mut self.waiting, &mut self.room);
        let mut old = self.counts.drain(..).peekable();
        for run in self.waiting.chunk_by(u32::eq) {
            while let Some(before) = old.next_if(|&(column, _)| column < run[0]) {
                self.spare.push(before);
            }
            let known = old.next_if(|&(column, _)| column == run[0]);
            let count = known.map_or(0, |(_, count)| count) + run.len() as u32;
            self.spare.push((run[0], count));
        }
        self.spare.extend(old);
        self.waiting.clear();
        core::mem::swap(&mut self.counts, &mut self.spare);
    }
}

/// Appends each of some ascending columns once, and how often it stands there.
fn append_runs(ascending: &[u32], columns: &mut Vec<u32>, counts: &mut Vec<f32>) {
    let Some(&first) = ascending.first() else {
        return;
    };
    let start = columns.len();
    columns.resize(start + ascending.len(), 0);
    counts.resize(start + ascending.len(), 0.0);
    // Whether a column comes again cannot be foretold: it is written over itself if it does.
    let (mut at, mut last) = (start, first);
    for &column in ascending {
        at += usize::from(column != last);
        columns[at] = column;
        counts[at] += 1.0;
        last = column;
    }
    columns.truncate(at + 1);
    counts.truncate(at + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_documents_count_alike() {
        let mut tally = Tally::default();
        for n in [10u32, 200_000] {
            for i in 0..n {
                tally.push(i * 5 % 7 * 3);
            }
            let (mut columns, mut counts) = (Vec::new(), Vec::new());
            tally.drain(&mut columns, &mut counts);
            assert_eq!(columns, [0, 3, 6, 9, 12, 15, 18]);
            assert_eq!(counts.iter().sum::<f32>(), n as f32);
        }
    }
}
