//! What the runs of a text tell of each other, and the words at their ends that spelling hides.

use super::{ASIDE, Run, SEED, SKIPPED, ScriptureIndex};
use crate::scope::scripture::words::Word;

impl ScriptureIndex {
    /// Settles where each of the runs begins and ends, and which of several verses it is of.
    pub(super) fn settle(&self, original: &str, words: &[Word], runs: &mut [Run]) {
        self.hand_over(words, runs);
        self.take_ends(original, words, runs);
        self.relocate(runs);
    }

    /// Gives the words at the end of a run to the next where one verse ends before them and the verse
    /// that goes on behind them begins with them: the opening formula and the praise behind it begin
    /// one chapter, the praise another.
    fn hand_over(&self, words: &[Word], runs: &mut [Run]) {
        for at in 1..runs.len() {
            let [left, right] = &mut runs[at - 1..=at] else {
                continue;
            };
            // Word for word: no gap may hide which words are which.
            let even = left.text.len() == left.index.len() && left.bridged.is_empty();
            if left.text.end != right.text.start || !even {
                continue;
            }
            let room = left.text.len().min(right.index.start);
            let same =
                |&back: &usize| self.same(words, right.text.start - back, right.index.start - back);
            let shared = (1..=room).take_while(same).last().unwrap_or(0);
            let parts = shared > 0
                && left.agreeing >= shared + SEED
                && self.begins_verse(left.index.end - shared)
                && self.begins_verse(right.index.start - shared);
            if parts {
                left.text.end -= shared;
                left.index.end -= shared;
                left.agreeing -= shared;
                right.text.start -= shared;
                right.index.start -= shared;
                right.agreeing += shared;
            }
        }
    }

    fn begins_verse(&self, place: usize) -> bool {
        let verses = &self.verses;
        verses
            .binary_search_by_key(&place, |verse| verse.start as usize)
            .is_ok()
    }

    /// Of verses that are alike word for word, a run is of that before which the next run goes on.
    fn relocate(&self, runs: &mut [Run]) {
        for at in (1..runs.len()).rev() {
            let [left, right] = &mut runs[at - 1..=at] else {
                continue;
            };
            if left.leads_to(right) {
                continue;
            }
            let length = left.index.len();
            let alike = (0..=SKIPPED).find_map(|skipped| {
                let end = right.index.start.checked_sub(skipped)?;
                let start = end.checked_sub(length)?;
                (self.words[start..end] == self.words[left.index.clone()]).then_some(start)
            });
            if let Some(start) = alike
                && right.text.start <= left.text.end + ASIDE
            {
                for place in &mut left.bridged {
                    *place = *place - left.index.start + start;
                }
                left.index = start..start + length;
            }
        }
    }

    /// Takes into each run words without the space between them, and its first word without the "and".
    /// Runs stay apart.
    fn take_ends(&self, original: &str, words: &[Word], runs: &mut [Run]) {
        let mut floor = 0;
        for at in 0..runs.len() {
            let ceiling = runs.get(at + 1).map_or(words.len(), |next| next.text.start);
            let words = &words[..ceiling];
            let run = &mut runs[at];
            while self.take_joined(original, words, floor, run) {
                self.stretch(words, floor, run);
            }
            self.take_first(original, &words[floor..run.text.start], run);
            floor = run.text.end;
        }
    }

    /// Takes the last of the words `before` the run into it where that is the verse's but for the
    /// "and" it begins with, which writers drop and add at the head of a citation.
    fn take_first(&self, original: &str, before: &[Word], run: &mut Run) {
        let (Some(word), Some(place)) = (before.last(), run.index.start.checked_sub(1)) else {
            return;
        };
        if !word.last && word.beside_and(original).contains(&Some(self.words[place])) {
            run.text.start -= 1;
            run.index.start = place;
            run.bridged.push(place);
        }
    }

    /// Takes the word before the run or that behind it into it where it is two of the verse's, written
    /// without the space between them.
    fn take_joined(&self, original: &str, words: &[Word], floor: usize, run: &mut Run) -> bool {
        let is_both = |word: &Word, place: usize| match self.words.get(place..place + 2) {
            Some(&[first, second]) => word.is_both(original, first, second),
            _ => false,
        };
        let before = words[floor..run.text.start].last();
        let ahead = run.index.start.checked_sub(2);
        if let (Some(word), Some(place)) = (before, ahead)
            && !word.last
            && is_both(word, place)
        {
            run.text.start -= 1;
            run.index.start = place;
        } else if let Some([end, word, ..]) = words.get(run.text.end - 1..)
            && !end.last
            && is_both(word, run.index.end)
        {
            run.text.end += 1;
            run.index.end += 2;
        } else {
            return false;
        }
        run.agreeing += 2;
        true
    }
}
