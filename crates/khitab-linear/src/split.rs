//! Splits of rows into folds that keep together what must not be torn apart.
//!
//! Every function numbers rows from 0 and returns [`Folds`], which are checked: no row lies on
//! both sides of a fold, no group does.

use crate::{Error, random::Random};

/// One training side and one test side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Rows to learn from, ascending.
    pub train: Vec<usize>,
    /// Rows to test on, ascending.
    pub test: Vec<usize>,
}

/// Folds over the same rows, without overlap inside a fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    folds: Vec<Fold>,
    rows: usize,
}

impl Folds {
    /// Takes folds made elsewhere, such as a published split.
    ///
    /// # Errors
    /// When a row is on both sides of a fold, comes twice, does not exist, or a side is empty.
    pub fn new(folds: Vec<Fold>, rows: usize) -> Result<Self, Error> {
        if folds.is_empty() {
            return Err(Error::data("there is no fold"));
        }
        for (at, fold) in folds.iter().enumerate() {
            check(fold, rows).map_err(|rule| Error::data(format!("fold {at}: {rule}")))?;
        }
        Ok(Self { folds, rows })
    }

    /// The folds.
    #[must_use]
    pub fn as_slice(&self) -> &[Fold] {
        &self.folds
    }

    /// How many rows the folds are over.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Refuses folds with a group (an author, a thread, a set of near-duplicates, a content
    /// hash) on both sides.
    ///
    /// # Errors
    /// Names the fold and one row of each side that share a group.
    pub fn keep_together<G: Ord>(&self, groups: &[G]) -> Result<(), Error> {
        same_rows(groups.len(), self.rows)?;
        for (at, fold) in self.folds.iter().enumerate() {
            let mut train = fold.train.clone();
            train.sort_unstable_by(|&a, &b| groups[a].cmp(&groups[b]));
            for &test in &fold.test {
                if let Ok(found) = train.binary_search_by(|&row| groups[row].cmp(&groups[test])) {
                    let train = train[found];
                    return Err(Error::data(format!(
                        "fold {at}: rows {train} (train) and {test} (test) are of one group"
                    )));
                }
            }
        }
        Ok(())
    }

    /// Folds whose test sides are the rows that `assigned` gives the same number below `count`.
    fn from_assignment(assigned: &[usize], count: usize) -> Result<Self, Error> {
        let fold = |number| {
            let (test, train) = (0..assigned.len()).partition(|&row| assigned[row] == number);
            Fold { train, test }
        };
        Self::new((0..count).map(fold).collect(), assigned.len())
    }
}

fn check(fold: &Fold, rows: usize) -> Result<(), String> {
    if fold.train.is_empty() || fold.test.is_empty() {
        let side = if fold.train.is_empty() {
            "train"
        } else {
            "test"
        };
        return Err(format!("its {side} side is empty"));
    }
    let mut side: Vec<Option<&str>> = vec![None; rows];
    let named = [("train", &fold.train), ("test", &fold.test)];
    for (name, row) in named
        .iter()
        .flat_map(|(name, rows)| rows.iter().map(move |r| (*name, *r)))
    {
        let Some(place) = side.get_mut(row) else {
            return Err(format!("row {row} does not exist: there are {rows}"));
        };
        if let Some(earlier) = place.replace(name) {
            return Err(format!("row {row} is in {earlier} and again in {name}"));
        }
    }
    Ok(())
}

fn same_rows(given: usize, rows: usize) -> Result<(), Error> {
    if given == rows {
        return Ok(());
    }
    Err(Error::data(format!(
        "{given} values were given for {rows} rows"
    )))
}

fn check_count(count: usize, parts: usize, what: &str) -> Result<(), Error> {
    if count < 2 {
        return Err(Error::parameter(format!(
            "{count} folds: there must be at least 2"
        )));
    }
    if parts < count {
        return Err(Error::data(format!(
            "{parts} {what} do not fill {count} folds"
        )));
    }
    Ok(())
}

/// Numbers values in the order in which they first come.
fn by_first<T: Ord>(values: &[T]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].cmp(&values[b]).then(a.cmp(&b)));
    let mut runs: Vec<&[usize]> = order.chunk_by(|&a, &b| values[a] == values[b]).collect();
    runs.sort_unstable_by_key(|run| run[0]);
    let mut numbers = vec![0; values.len()];
    for (number, run) in runs.iter().enumerate() {
        run.iter().for_each(|&row| numbers[row] = number);
    }
    (numbers, runs.len())
}

/// K folds with the same share of every class in each, as scikit-learn's `StratifiedKFold`.
///
/// Without a seed rows stay in order, and the folds are scikit-learn's; with one they are
/// shuffled within their class.
///
/// # Errors
/// When there are fewer than two folds, or fewer rows of the largest class than folds.
pub fn stratified<L: Ord>(labels: &[L], count: usize, seed: Option<u64>) -> Result<Folds, Error> {
    let (classes, number) = by_first(labels);
    let mut by_class = vec![Vec::new(); number];
    for (row, &class) in classes.iter().enumerate() {
        by_class[class].push(row);
    }
    check_count(
        count,
        by_class.iter().map(Vec::len).max().unwrap_or(0),
        "rows of one class",
    )?;
    let mut assigned = vec![0; labels.len()];
    // Rows sorted by class are dealt out one by one, so a class never starts at fold 0 twice.
    let mut dealt = 0;
    for (class, rows) in by_class.iter().enumerate() {
        let mut folds: Vec<usize> = (0..rows.len()).map(|i| (dealt + i) % count).collect();
        folds.sort_unstable();
        dealt += rows.len();
        if let Some(seed) = seed {
            Random::new(seed, class as u64).shuffle(&mut folds);
        }
        rows.iter()
            .zip(folds)
            .for_each(|(&row, fold)| assigned[row] = fold);
    }
    Folds::from_assignment(&assigned, count)
}

/// K folds that keep groups whole, of sizes as equal as greedy dealing makes them: the largest
/// group goes to the smallest fold (scikit-learn's `GroupKFold`).
///
/// # Errors
/// When there are fewer than two folds or fewer groups than folds.
pub fn grouped<G: Ord>(groups: &[G], count: usize) -> Result<Folds, Error> {
    stratified_grouped(&vec![0; groups.len()], groups, count, None)
}

/// K folds that keep groups whole and spread the classes as evenly as they allow.
///
/// Groups are dealt greedily, the most lopsided first, to the fold that leaves the class shares
/// most even, as in scikit-learn's `StratifiedGroupKFold`. The seed shuffles groups first.
///
/// # Errors
/// When lengths differ, there are fewer than two folds, or fewer groups than folds.
pub fn stratified_grouped<L: Ord, G: Ord>(
    labels: &[L],
    groups: &[G],
    count: usize,
    seed: Option<u64>,
) -> Result<Folds, Error> {
    same_rows(groups.len(), labels.len())?;
    let (group_of, group_count) = by_first(groups);
    check_count(count, group_count, "groups")?;
    let (class_of, class_count) = by_first(labels);
    let mut members = vec![vec![0.0; class_count]; group_count];
    let mut totals = vec![0.0; class_count];
    for (&group, &class) in group_of.iter().zip(&class_of) {
        members[group][class] += 1.0;
        totals[class] += 1.0;
    }
    let mut order: Vec<usize> = (0..group_count).collect();
    if let Some(seed) = seed {
        Random::new(seed, 0).shuffle(&mut order);
    }
    let weight = |g: usize| {
        if class_count == 1 {
            members[g][0]
        } else {
            spread(&members[g])
        }
    };
    order.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
    let mut filled = vec![vec![0.0; class_count]; count];
    let mut fold_of = vec![0; group_count];
    for group in order {
        let fold = best_fold(&mut filled, &members[group], &totals);
        add(&mut filled[fold], &members[group], 1.0);
        fold_of[group] = fold;
    }
    let assigned: Vec<usize> = group_of.iter().map(|&group| fold_of[group]).collect();
    Folds::from_assignment(&assigned, count)
}

/// The fold that a group makes least uneven; of equals the emptiest, then the first.
fn best_fold(filled: &mut [Vec<f64>], group: &[f64], totals: &[f64]) -> usize {
    let mut best = (f64::INFINITY, f64::INFINITY, 0);
    for fold in 0..filled.len() {
        add(&mut filled[fold], group, 1.0);
        let share = |class: usize| {
            let column: Vec<f64> = filled.iter().map(|f| f[class] / totals[class]).collect();
            spread(&column)
        };
        let uneven = (0..totals.len()).map(share).sum::<f64>() / totals.len() as f64;
        add(&mut filled[fold], group, -1.0);
        let size: f64 = filled[fold].iter().sum();
        let closer = uneven < best.0 - 1e-12 || (uneven < best.0 + 1e-12 && size < best.1);
        if closer {
            best = (uneven, size, fold);
        }
    }
    best.2
}

fn add(sums: &mut [f64], amounts: &[f64], sign: f64) {
    sums.iter_mut()
        .zip(amounts)
        .for_each(|(sum, amount)| *sum += sign * amount);
}

/// The standard deviation.
fn spread(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Folds that learn from the past and test on what comes right after.
///
/// Times are cut into `count` + 1 blocks of about the same number of rows; fold k learns from
/// all blocks up to k and tests on the next. Rows of one time are never torn apart.
///
/// # Errors
/// When there are fewer than `count` + 1 different times.
pub fn temporal<T: Ord>(times: &[T], count: usize) -> Result<Folds, Error> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|&a, &b| times[a].cmp(&times[b]));
    let moments: Vec<&[usize]> = order.chunk_by(|&a, &b| times[a] == times[b]).collect();
    if count == 0 || moments.len() <= count {
        let moments = moments.len();
        return Err(Error::data(format!(
            "{moments} different times do not make {count} temporal folds"
        )));
    }
    let mut block = vec![0; times.len()];
    let (mut at, mut seen) = (0, 0);
    for (number, moment) in moments.iter().enumerate() {
        // A block ends when its rows are due, or when the moments left are needed one each.
        let due = seen * (count + 1) >= times.len() * (at + 1);
        let scarce = moments.len() - number == count - at;
        if number > 0 && at < count && (due || scarce) {
            at += 1;
        }
        moment.iter().for_each(|&row| block[row] = at);
        seen += moment.len();
    }
    let rows = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..times.len()).filter(|&row| keep(block[row])).collect()
    };
    let fold = |k: usize| Fold {
        train: rows(&|b| b < k),
        test: rows(&|b| b == k),
    };
    Folds::new((1..=count).map(fold).collect(), times.len())
}

/// One fold a source: learn from all other sources, test on this one.
///
/// # Errors
/// When there are fewer than two sources.
pub fn leave_one_source_out<S: Ord>(sources: &[S]) -> Result<Folds, Error> {
    let (numbers, count) = by_first(sources);
    check_count(count, count, "sources")?;
    Folds::from_assignment(&numbers, count)
}

/// Joins two groupings: rows that share a group in either share one in the result.
///
/// Join authors with near-duplicate sets, and a split by the result tears neither apart.
///
/// # Errors
/// When lengths differ.
///
/// ```
/// use khitab_linear::split::join_groups;
/// assert_eq!(join_groups(&["a", "b", "b", "c"], &[1, 1, 2, 3])?, [0, 0, 0, 1]);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn join_groups<A: Ord, B: Ord>(one: &[A], other: &[B]) -> Result<Vec<usize>, Error> {
    same_rows(other.len(), one.len())?;
    let mut root: Vec<usize> = (0..one.len()).collect();
    link(one, &mut root);
    link(other, &mut root);
    let roots: Vec<usize> = (0..one.len()).map(|row| find(&mut root, row)).collect();
    Ok(by_first(&roots).0)
}

fn link<T: Ord>(values: &[T], root: &mut [usize]) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].cmp(&values[b]));
    for pair in order
        .windows(2)
        .filter(|pair| values[pair[0]] == values[pair[1]])
    {
        let (a, b) = (find(root, pair[0]), find(root, pair[1]));
        root[a.max(b)] = a.min(b);
    }
}

/// The root of a row, halving the path on the way.
fn find(root: &mut [usize], mut row: usize) -> usize {
    while root[row] != row {
        root[row] = root[root[row]];
        row = root[row];
    }
    row
}

#[cfg(test)]
mod tests;
