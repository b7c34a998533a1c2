//! What answers are made from.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

use super::hosts::Hosts;
use super::publication::Publication;
use super::slow::SlowAnswers;

/// One value for all requests; what is shown is read from it anew by each.
pub struct State {
    pub shown: watch::Receiver<Arc<Publication>>,
    /// Turns true when the server ends.
    pub ends: watch::Receiver<bool>,
    pub hosts: Hosts,
    pub base_path: String,
    pub root: String,
    pub slow: SlowAnswers,
    /// Room for pages that listen for changes.
    pub streams: Arc<Semaphore>,
}
