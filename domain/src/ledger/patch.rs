//! What becomes of a field that may be empty.

use serde::{Deserialize, Serialize};

/// A change to a field that may be empty: not the same as an optional value, which could not tell "leave it" from
/// "empty it".
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Patch<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is emptied.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T: Clone> Patch<T> {
    /// What a field that was so becomes.
    #[must_use]
    pub fn over(&self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(value) => Some(value.clone()),
        }
    }
}

impl<T> Patch<T> {
    /// Whether the field stays as it is.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// What the field becomes: as it was, nothing, or the new value as `read` has it.
    pub(super) fn field<U: Clone, E>(
        &self,
        old: Option<&U>,
        read: impl FnOnce(&T) -> Result<U, E>,
    ) -> Result<Option<U>, E> {
        match self {
            Self::Keep => Ok(old.cloned()),
            Self::Clear => Ok(None),
            Self::Set(value) => read(value).map(Some),
        }
    }
}
