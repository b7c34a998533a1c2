//! Workers for what nobody waits at the keyboard for: looking through the whole site, and checking it.
//!
//! The thread pool of the program takes work in the order in which it comes. A build of what an editor typed would wait there
//! until a check of ten thousand texts is over, so checks have workers of their own, half as many as the machine has cores.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The workers, started when they are first asked for; `None` if the system starts no more threads.
pub struct Background(LazyLock<Option<ThreadPool>>);

impl Default for Background {
    fn default() -> Self {
        Self(LazyLock::new(|| {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            ThreadPoolBuilder::new().num_threads((cores / 2).max(1)).build().ok()
        }))
    }
}

impl Background {
    /// Runs work on these workers, also all that it spreads over a thread pool, and waits for it.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &*self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn work_in_the_background_holds_up_no_other() {
        let background = Background::default();
        let (begun, waits) = std::sync::mpsc::channel();
        let (ends, ended) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                background.run(move || {
                    // As many pieces as would take all workers of the program, each until the other work is done.
                    let ended = std::sync::Mutex::new(ended);
                    (0..rayon::current_num_threads()).into_par_iter().for_each(|_| {
                        let _ = begun.send(());
                        let _ = ended.lock().map(|ended| ended.recv());
                    });
                });
            });
            waits.recv().unwrap();
            assert_eq!((0..100).into_par_iter().map(|number| number * 2).sum::<i32>(), 9900);
            drop(ends);
        });
    }
}
