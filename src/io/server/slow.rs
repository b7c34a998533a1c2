//! Slow responses: reported once for each address, while the request keeps waiting.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::diagnostic::{Diagnostic, messages};

/// A page renders in milliseconds. A request that takes this long is likely blocked.
const THRESHOLD: Duration = Duration::from_secs(10);

pub struct SlowAnswers {
    threshold: Duration,
    /// Addresses that were reported.
    reported: Mutex<BTreeSet<String>>,
    report: Box<dyn Fn(Diagnostic) + Send + Sync>,
}

impl SlowAnswers {
    pub fn new(report: impl Fn(Diagnostic) + Send + Sync + 'static) -> Self {
        Self { threshold: THRESHOLD, reported: Mutex::default(), report: Box::new(report) }
    }

    /// Makes a response on its own thread, so that a blocked one delays no other, and reports its address if it takes too
    /// long. Returns `None` if making it failed.
    pub async fn watch<T: Send + 'static>(
        &self,
        address: &str,
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let mut making = tokio::task::spawn_blocking(make);
        let made = match tokio::time::timeout(self.threshold, &mut making).await {
            Ok(made) => made,
            Err(_) => {
                if self.reported.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned()) {
                    (self.report)(messages::slow_answer(address, self.threshold.as_secs()));
                }
                making.await
            }
        };
        made.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// Longer than any working machine needs to report.
    const LONG: Duration = Duration::from_secs(20);

    /// Returns a watch with a short limit, and the reported addresses.
    fn impatient() -> (SlowAnswers, Receiver<String>) {
        let (sender, reported) = channel();
        let report = move |found: Diagnostic| sender.send(found.message.en).unwrap();
        (SlowAnswers { threshold: Duration::from_millis(20), ..SlowAnswers::new(report) }, reported)
    }

    #[test]
    fn an_answer_that_does_not_come_is_reported_once_and_waited_for() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        let (slow, reported) = impatient();
        // The response is made only after it was reported.
        let (go, wait) = channel::<()>();
        let reading = std::thread::spawn(move || {
            let first = reported.recv_timeout(LONG).unwrap();
            go.send(()).unwrap();
            (first, reported)
        });
        let answer = runtime.block_on(slow.watch("/column/", move || wait.recv_timeout(LONG).is_ok()));
        assert_eq!(answer, Some(true), "the request waited");
        let (first, reported) = reading.join().unwrap();
        assert!(first.contains("/column/"), "{first}");

        let late = || std::thread::sleep(Duration::from_millis(200));
        assert_eq!(runtime.block_on(slow.watch("/column/", late)), Some(()));
        assert_eq!(runtime.block_on(slow.watch("/events/", late)), Some(()));
        let heard = reported.recv_timeout(LONG).unwrap();
        assert!(heard.contains("/events/"), "the first page isn't reported a second time: {heard}");
    }

    #[test]
    fn an_answer_that_comes_is_not_reported_and_one_that_fails_is_none() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        let (sender, reported) = channel();
        let slow = SlowAnswers::new(move |found| sender.send(found).unwrap());
        assert_eq!(runtime.block_on(slow.watch("/", || 1)), Some(1));
        assert_eq!(runtime.block_on(slow.watch("/", || -> u8 { std::panic::resume_unwind(Box::new(())) })), None);
        assert!(reported.try_recv().is_err());
    }
}
