//! The values that responses are made from.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::PreviewGate;
use super::hosts::Hosts;
use super::publication::Publication;
use super::slow::SlowAnswers;

/// The state that all requests share; each request reads the current publication from it.
pub struct State {
    pub shown: watch::Receiver<Arc<Publication>>,
    /// Becomes true when the server ends.
    pub ends: watch::Receiver<bool>,
    pub hosts: Hosts,
    pub base_path: String,
    pub root: String,
    pub slow: SlowAnswers,
    /// Permits for pages that listen for changes.
    pub streams: Arc<Semaphore>,
    /// The interval at which a listening page is sent a comment.
    pub keep_alive: Duration,
    /// Who may see the site; everyone, if `None`.
    pub gate: Option<PreviewGate>,
}
