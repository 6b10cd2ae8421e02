//! The columns of a matrix by name.

use rustc_hash::FxHashMap;

/// The number of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FeatureId(pub u32);

/// Named columns, in a fixed order.
///
/// ```
/// use khitab_features::FeatureSpace;
/// let space = FeatureSpace::from_names(["A1", "A2"]);
/// assert_eq!(space.name(space.id("A2").unwrap()), Some("A2"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeatureSpace {
    names: Vec<String>,
    ids: FxHashMap<String, FeatureId>,
}

impl FeatureSpace {
    /// Numbers `names` in their order; a name that comes twice keeps its first number.
    pub fn from_names<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut space = Self::default();
        for name in names {
            space.intern(name.into());
        }
        space
    }

    /// The column of `name`, added at the end when it is new.
    pub fn intern(&mut self, name: String) -> FeatureId {
        let next = FeatureId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        *self.ids.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }

    /// The column of `name`.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<FeatureId> {
        self.ids.get(name).copied()
    }

    /// The name of a column.
    #[must_use]
    pub fn name(&self, id: FeatureId) -> Option<&str> {
        self.names.get(id.0 as usize).map(String::as_str)
    }

    /// All names in column order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
