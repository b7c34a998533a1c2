//! `kepu publish`: builds, checks and deploys the site when something is due, once or for as long as it runs.
//!
//! The work is done by this program once more, so a fault there doesn't end what waits. [`cycle`] decides when; it knows
//! neither the network nor the system's clock.

mod cycle;
mod notify;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use serde_json::Value;

use super::exit::{FAILURE, SUCCESS};
use super::once;
use super::origin::{inputs, program};
use super::rebuild::{RebuildOptions, Rebuilds};
use super::signal::on_end;
use super::terminal::{print, say};
use super::today::Clock;
use crate::base::diagnostic::{Diagnostic, Language, has_errors};
use crate::base::source::Snapshot;
use crate::base::time::Now;
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Cache, Ready, prepare};
use crate::config::inputs::REVISIONS_FILE;
use crate::config::publish::PublishConfig;
use crate::io::disk;
use crate::io::programs::NotRun;
use crate::io::programs::own::{self, OwnCommand};
use crate::io::watch::WatchOptions;
use cycle::{Attempt, LastPublished, Round, Told};

#[derive(Args)]
pub struct PublishArguments {
    /// 发布到哪个目标；缺省见 site.yaml 的 publish.target · the target (default: `publish.target` of site.yaml)
    target: Option<String>,
    /// 一直运行：内容到时间或有改动就发布，失败了再试 · stay: publish whenever content is due or changes, and try again after a failure
    #[arg(long)]
    watch: bool,
    /// 没有到期也没有改动，也发布一次 · publish even if nothing is due
    #[arg(long, conflicts_with = "watch")]
    force: bool,
    /// 把经过追加写到这个文件，计划任务没有终端时用 · append what happens to this file, where a scheduled task has no terminal
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// 发布失败和恢复时运行的程序，说明是它的参数 · a program to run after a failure and when all is well again; it is given what happened
    #[arg(long, value_name = "PROGRAM")]
    notify: Option<PathBuf>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

pub fn run(arguments: &PublishArguments, language: Language) -> i32 {
    let clock = Clock::new(None);
    let publisher = Publisher { arguments, language };
    if arguments.watch { publisher.watch(clock) } else { publisher.once(clock) }
}

/// Publishes, and says what happens.
struct Publisher<'a> {
    arguments: &'a PublishArguments,
    language: Language,
}

impl Publisher<'_> {
    /// Publishes if something is due since it was published last.
    fn once(&self, clock: Clock) -> i32 {
        let root = &self.arguments.root;
        let read = disk::read(root);
        let options = once::options(clock, None, Audience::Visitors);
        let ready = prepare(&read.value, &options, &mut Cache::none());
        let round = self.round(&read.value, &options, &ready, &read.diagnostics);
        let known = LastPublished::read(disk::recall(root, &round.name()).as_deref());
        if !self.arguments.force && !round.is_due(known.as_ref()) {
            self.rests(&round, &ready);
            self.say(&round.time, self.nothing_is_due());
            return SUCCESS;
        }
        match self.attempt(&round, &ready, 0) {
            Attempt::Done => SUCCESS,
            Attempt::Again | Attempt::Refused => FAILURE,
        }
    }

    /// Publishes at once, and then whenever something is due, until it is ended.
    fn watch(&self, clock: Clock) -> i32 {
        let root = &self.arguments.root;
        let options = RebuildOptions {
            base_url: None,
            links: None,
            drafts: false,
            audience: Audience::Visitors,
            clock,
            watch: WatchOptions::default(),
        };
        let mut rebuilds = Rebuilds::start(root, options);
        let stopper = rebuilds.stopper();
        on_end(SUCCESS, move || stopper.stop());
        cycle::follow(&mut rebuilds, backoff, |rebuilt, failures| {
            let round = self.round(&rebuilt.snapshot, &rebuilt.options, &rebuilt.made, &rebuilt.unread);
            let known = LastPublished::read(disk::recall(root, &round.name()).as_deref());
            if !round.is_due(known.as_ref()) {
                self.rests(&round, &rebuilt.made);
                return Attempt::Done;
            }
            self.attempt(&round, &rebuilt.made, failures)
        });
        SUCCESS
    }

    fn round(&self, snapshot: &Snapshot, options: &BuildOptions, ready: &Ready, unread: &[Diagnostic]) -> Round {
        let config = &ready.site().config.publish;
        let faults = unread.iter().chain(ready.diagnostics());
        let errors = faults.filter(|found| has_errors(std::slice::from_ref(*found)));
        let errors = errors.map(|found| told(found, self.language)).collect();
        let time = match options.now {
            Now::Instant(instant) => instant,
            Now::Day(_) => Timestamp::UNIX_EPOCH,
        };
        let time = time.to_zoned_datetime(ready.site().config.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        // A deployment writes when events were changed, and that calls for no other.
        let mut written = snapshot.clone();
        if let Some(revisions) = SourcePath::new(REVISIONS_FILE) {
            written.remove(&revisions);
        }
        Round {
            target: self.arguments.target.clone().or_else(|| config.target.clone()),
            inputs: inputs(program(&self.arguments.root), &written, options).map(|inputs| inputs.to_string()),
            day: ready.day(),
            next_change: ready.next_change(),
            errors,
            time,
        }
    }

    /// Checks and deploys, unless the site has errors.
    fn attempt(&self, round: &Round, ready: &Ready, failures: u32) -> Attempt {
        let config = &ready.site().config.publish;
        let done = if round.errors.is_empty() {
            self.held(config).and_then(|()| self.deployed(round))
        } else {
            Err((Attempt::Refused, round.errors.join("; ")))
        };
        match done {
            Ok(said) => {
                if let Some(state) = round.published() {
                    disk::keep(&self.arguments.root, &round.name(), &state);
                }
                self.say(&round.time, &said);
                if self.fails(round, false) {
                    self.notify(&round.time, config, Told::Recovered, &said);
                }
                Attempt::Done
            }
            Err((attempt, why)) => {
                let failed = say(self.language, "没有发布成：", "not published: ");
                let next = match (self.arguments.watch, attempt) {
                    (true, Attempt::Again) => {
                        let minutes = backoff(failures).as_secs().div_ceil(60);
                        match self.language {
                            Language::Chinese => format!("；{minutes} 分钟后再试"),
                            Language::English => format!("; trying again in {minutes} min"),
                        }
                    }
                    (true, _) => {
                        say(self.language, "；改正后再发布", "; it is published when this is mended").to_owned()
                    }
                    (false, _) => String::new(),
                };
                self.say(&round.time, &format!("{failed}{why}{next}"));
                if !self.fails(round, true) {
                    self.notify(&round.time, config, Told::Failed, &why);
                }
                attempt
            }
        }
    }

    fn nothing_is_due(&self) -> &'static str {
        let (zh, en) = (
            "没有要发布的：没有改动，也没有内容到时间",
            "nothing is due: no change, and no content whose time has come",
        );
        say(self.language, zh, en)
    }

    /// What stands published is what there is, so nothing fails any more, as when a change was taken back.
    fn rests(&self, round: &Round, ready: &Ready) {
        if self.fails(round, false) {
            self.notify(&round.time, &ready.site().config.publish, Told::Recovered, self.nothing_is_due());
        }
    }

    /// Keeps whether publishing fails, and returns whether it did the last time: the program may be started anew each time.
    fn fails(&self, round: &Round, now: bool) -> bool {
        let (root, name) = (&self.arguments.root, round.failing_name());
        let before = disk::recall(root, &name).is_some_and(|kept| !kept.is_empty());
        if before != now {
            disk::keep(root, &name, if now { b"1" } else { b"" });
        }
        before
    }

    /// # Errors
    /// The findings that hold the site back.
    fn held(&self, config: &PublishConfig) -> Result<(), (Attempt, String)> {
        if config.hold.is_empty() {
            return Ok(());
        }
        let told = self.own(&["check"], None).map_err(|why| (Attempt::Again, why))?;
        let found = told["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
        let holds = |found: &&Value| {
            let code = found["code"].as_str().unwrap_or_default();
            config.hold.iter().any(|hold| code.starts_with(&**hold))
        };
        let held: Vec<&Value> = found.iter().filter(holds).collect();
        if held.is_empty() { Ok(()) } else { Err((Attempt::Refused, messages(&held))) }
    }

    /// # Errors
    /// What the deployment reported.
    fn deployed(&self, round: &Round) -> Result<String, (Attempt, String)> {
        let told = self.own(&["deploy"], round.target.as_deref()).map_err(|why| (Attempt::Again, why))?;
        if told["ok"] != Value::Bool(true) {
            let found = told["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
            let errors: Vec<&Value> = found.iter().filter(|found| found["severity"] == "error").collect();
            // A fault of the site stays until it is mended; one of the way there needn't.
            let of_site = |found: &&Value| !found["code"].as_str().is_some_and(|code| code.starts_with("E12"));
            let attempt = if errors.iter().any(of_site) { Attempt::Refused } else { Attempt::Again };
            return Err((attempt, messages(&errors)));
        }
        let count = |key: &str| told[key].as_u64().unwrap_or_default();
        let (added, replaced, removed) = (count("added"), count("replaced"), count("removed"));
        let target = told["target"].as_str().unwrap_or_default();
        Ok(match self.language {
            Language::Chinese => format!("已发布到 {target}：新增 {added} 个，替换 {replaced} 个，删除 {removed} 个"),
            Language::English => {
                format!("published to {target}: {added} added, {replaced} replaced, {removed} removed")
            }
        })
    }

    /// Runs a command of this program, and gives its report.
    fn own(&self, command: &[&'static str], operand: Option<&str>) -> Result<Value, String> {
        // Another program is started with messages in English, unless it is said otherwise.
        let command = [command, &["--lang", say(self.language, "zh-CN", "en")]].concat();
        let ended = std::env::current_exe().map_err(NotRun::Failed).and_then(|program| {
            let operand = operand.map(OsStr::new);
            own::run(&program, OwnCommand { words: &command, operand, values: &[] }, &self.arguments.root)
        });
        let ended = ended.map_err(|error| match self.language {
            Language::Chinese => error.cause().to_string(),
            Language::English => format!("{:#}", error.cause()),
        })?;
        serde_json::from_slice(&ended.stdout).map_err(|_| ended.stderr)
    }

    fn notify(&self, time: &str, config: &PublishConfig, told: Told, what: &str) {
        let address = std::env::var("KEPU_WEBHOOK").ok().filter(|address| !address.is_empty());
        let address = address.or_else(|| config.webhook.clone());
        let words = match told {
            Told::Failed => say(self.language, "科普网站没有发布成：", "the site wasn't published: "),
            Told::Recovered => say(self.language, "科普网站恢复发布：", "the site is published again: "),
        };
        let faults = notify::tell(&format!("{words}{what}"), address.as_deref(), self.arguments.notify.as_deref());
        for cause in faults {
            let (zh, en) = (format!("通知没有送到{cause}"), format!("the notice wasn't delivered{cause:#}"));
            self.say(time, say(self.language, &zh, &en));
        }
    }

    /// Says a line with its time, and writes it to the log.
    fn say(&self, time: &str, line: &str) {
        let line = format!("{time} {line}");
        print(&line);
        if let Some(log) = &self.arguments.log
            && let Err(error) = disk::append_line(log, &line)
        {
            eprintln!("{}: {error}", disk::shown(log));
        }
    }
}

/// An error on one line of the log: where, what, and what to do.
fn told(found: &Diagnostic, language: Language) -> String {
    let place = found.at.as_ref().map(|at| format!(" {}", at.path)).unwrap_or_default();
    let (open, close) = (say(language, "（", " ("), say(language, "）", ")"));
    format!("{}{place} {}{open}{}{close}", found.code.0, found.message.get(language), found.help.get(language))
}

/// The messages of findings in a report, the first few of them.
fn messages(found: &[&Value]) -> String {
    const MOST: usize = 3;
    let message = |found: &&Value| {
        let text = |key: &str| found[key].as_str().unwrap_or_default();
        format!("{} {}", text("code"), text("message"))
    };
    let mut all: Vec<String> = found.iter().take(MOST).map(message).collect();
    if found.len() > MOST {
        all.push(format!("+{}", found.len() - MOST));
    }
    all.join("; ")
}

/// How long to wait after a number of failures in a row: from a minute to half an hour.
fn backoff(failures: u32) -> Duration {
    Duration::from_secs(60 << failures.min(5)).min(Duration::from_secs(30 * 60))
}
