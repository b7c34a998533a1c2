//! What the stages find wrong, one after another.

use std::sync::Arc;

use crate::base::diagnostic::{Checked, Diagnostic};

#[derive(Default)]
pub struct StageFaults(pub Vec<Diagnostic>);

impl StageFaults {
    /// Takes what a stage found wrong, and gives what it made.
    pub fn keep<T>(&mut self, checked: Checked<T>) -> T {
        self.0.extend(checked.diagnostics);
        checked.value
    }

    /// The same for a result that the cache holds as well.
    pub fn keep_shared<T>(&mut self, checked: &Checked<Arc<T>>) -> Arc<T> {
        self.0.extend_from_slice(&checked.diagnostics);
        checked.value.clone()
    }
}
