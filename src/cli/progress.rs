//! Progress of a build that takes longer than a moment: a bar in a terminal, a line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{is_capable, say};
use crate::base::diagnostic::Language;
use crate::build::{Progress, Stage};

/// Drawn only once the build has lasted [`PATIENCE`]. In a pipe or a log a line says every [`SIGN_OF_LIFE`] how far it is.
pub struct Bar {
    started: Instant,
    language: Language,
    enabled: bool,
    /// Whether lines are printed instead of the bar.
    lines: bool,
    /// How many lines were printed.
    printed: AtomicU64,
    done: AtomicUsize,
    drawn: Mutex<Drawn>,
}

struct Drawn {
    bar: Option<ProgressBar>,
    label: &'static str,
    steps: usize,
}

/// Long enough to be worth a bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Longer than most builds take, and shorter than people wait without a sign.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// Steps between two looks at the clock.
const EVERY: usize = 64;

impl Bar {
    pub fn new(started: Instant, wanted: bool, language: Language) -> Self {
        let enabled = wanted && is_capable(std::io::stderr().is_terminal());
        let (lines, printed) = (wanted && !enabled, AtomicU64::new(0));
        let drawn = Mutex::new(Drawn { bar: None, label: "", steps: 0 });
        Self { started, language, enabled, lines, printed, done: AtomicUsize::new(0), drawn }
    }

    pub fn finish(&self) {
        if let Ok(mut drawn) = self.drawn.lock()
            && let Some(bar) = drawn.bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Bar {
    fn begin(&self, label: &'static str, steps: usize) {
        self.done.store(0, Ordering::Relaxed);
        if let Ok(mut drawn) = self.drawn.lock() {
            (drawn.label, drawn.steps) = (label, steps);
            if let Some(bar) = &drawn.bar {
                bar.set_length(steps as u64);
                bar.set_message(label);
            }
        }
    }

    /// One step more; the clock is looked at after every so many.
    fn advance(&self, every: usize) {
        if !self.enabled && !self.lines {
            return;
        }
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.lines {
            return self.line(done);
        }
        if !done.is_multiple_of(every) || self.started.elapsed() < PATIENCE {
            return;
        }
        let Ok(mut drawn) = self.drawn.lock() else { return };
        if drawn.bar.is_none() {
            let bar = ProgressBar::with_draw_target(Some(drawn.steps as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
                bar.set_style(style);
            }
            bar.set_message(drawn.label);
            drawn.bar = Some(bar);
        }
        if let Some(bar) = &drawn.bar {
            bar.set_position(done as u64);
        }
    }
}

impl Bar {
    /// Prints how far it is, if the time for another line has come.
    fn line(&self, done: usize) {
        let due = self.started.elapsed().as_secs() / SIGN_OF_LIFE.as_secs();
        let printed = self.printed.load(Ordering::Relaxed);
        if due <= printed || self.printed.compare_exchange(printed, due, Ordering::Relaxed, Ordering::Relaxed).is_err()
        {
            return;
        }
        if let Ok(drawn) = self.drawn.lock() {
            eprintln!("{} {done}/{}……", drawn.label, drawn.steps);
        }
    }
}

impl Progress for Bar {
    fn stage(&self, name: Stage, steps: usize) {
        let label = match name {
            Stage::Parse => say(self.language, "读取内容", "reading"),
            Stage::Look => say(self.language, "查看图片", "looking at pictures"),
            Stage::Render => say(self.language, "生成页面", "rendering"),
            Stage::Pictures => say(self.language, "生成图片", "making pictures"),
            Stage::Posters => say(self.language, "画分享图", "drawing posters"),
            Stage::Compress => say(self.language, "压缩文件", "compressing"),
        };
        self.begin(label, steps);
    }

    fn step(&self) {
        self.advance(EVERY);
    }
}

#[cfg(feature = "deploy")]
impl crate::io::deploy::DeployProgress for Bar {
    fn begin(&self, steps: usize) {
        Bar::begin(self, say(self.language, "发送", "sending"), steps);
    }

    fn step(&self) {
        self.advance(1);
    }
}

/// A line every [`SIGN_OF_LIFE`] for work whose steps aren't counted, until it is dropped.
pub struct SignOfLife {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SignOfLife {
    pub fn begin(wanted: bool, doing: &'static str) -> Self {
        let (end, ended) = channel::<()>();
        let thread = wanted.then(|| {
            std::thread::spawn(move || {
                let mut seconds = 0;
                while ended.recv_timeout(SIGN_OF_LIFE) == Err(RecvTimeoutError::Timeout) {
                    seconds += SIGN_OF_LIFE.as_secs();
                    eprintln!("{doing} {seconds} s……");
                }
            })
        });
        Self { end: Some(end), thread }
    }
}

impl Drop for SignOfLife {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
