//! `kepu serve`: the site as it is now, from memory.
//!
//! Every change is shown as soon as the site is ready for any page to be made; browsers then get
//! the pages that they ask for. The others are looked through behind, and what is wrong with
//! them is shown when that is done. The next change ends the looking.

mod changes;
mod site;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::rebuild::{RebuildOptions, Rebuilds, Rebuilt, Why};
use super::report::{Report, print};
use super::signal::on_end;
use super::today::{Day, asked_day};
use super::{FAILURE, Format, SUCCESS, ServeArguments, USAGE, say};
use crate::base::diagnostic::{Diagnostic, Language, has_errors};
use crate::base::source::Snapshot;
use crate::build::{Audience, Checks, Ready, prepare};
use crate::config::{self, Links, SiteAddress};
use crate::io::server::{Outputs, Problem, Publication, Server, ServerOptions, Timeouts};
use crate::io::watch::WatchOptions;
use changes::renamed;
use site::Site;

pub fn run(arguments: &ServeArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let Some(base_path) = base_path(&arguments.base_path) else {
        let wrong = say(language, "--base-path 应是路径，如 /sub/", "--base-path takes a path, as in /sub/");
        eprintln!("{wrong}");
        return USAGE;
    };
    let root = arguments.root.canonicalize().unwrap_or_else(|_| arguments.root.clone());
    let server = match Server::start(&ServerOptions {
        address: arguments.bind,
        port: arguments.port.unwrap_or(PORT),
        named_port: arguments.port.is_some(),
        base_path,
        allowed_hosts: arguments.allow_host.clone(),
        language,
        root: root.to_string_lossy().into_owned(),
        timeouts: Timeouts::default(),
    }) {
        Ok(server) => server,
        Err(fault) => {
            Report { language, format: Format::Text, snapshot: &Snapshot::default() }.text(&[fault]);
            return FAILURE;
        }
    };
    announce(&server, arguments, language);
    let watch = WatchOptions { poll: arguments.poll.map(Duration::from_millis), ..WatchOptions::default() };
    let options = RebuildOptions {
        base_url: Some(server.url()),
        links: Some(Links::Root),
        drafts: arguments.drafts,
        audience: Audience::Authors,
        day: Day::new(asked),
        watch,
    };
    let mut rebuilds = Rebuilds::start(&root, options);
    let stopper = rebuilds.stopper();
    on_end(move || stopper.stop());
    let mut serving = Serving::new(server, language);
    while let Some(rebuilt) = rebuilds.next(prepare) {
        let first = rebuilt.why == Why::First;
        let shown = serving.show(rebuilt);
        if first && arguments.open {
            serving.open();
        }
        // What was heard may have changed nothing; then the looking goes on.
        while !serving.look_through(&shown, rebuilds.stirring()) && rebuilds.unchanged() {}
    }
    SUCCESS
}

/// Free on most machines, and easily typed.
const PORT: u16 = 1111;

/// A path as a person writes it → as addresses have it: empty, or `/sub`.
fn base_path(path: &str) -> Option<String> {
    let path = path.trim();
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    SiteAddress::parse(&format!("http://localhost{path}")).map(|address| address.base_path)
}

fn announce(server: &Server, arguments: &ServeArguments, language: Language) {
    let port = server.address().port();
    if arguments.port.is_none() && port != PORT {
        match language {
            Language::Chinese => print(&format!("端口 {PORT} 已被占用，改用 {port}")),
            Language::English => print(&format!("port {PORT} is taken; {port} is used instead")),
        }
    }
    let end = say(language, "（按 Ctrl+C 结束）", "(Ctrl+C ends it)");
    print(&format!("{} {} {end}", say(language, "网站地址：", "The site is at"), server.url()));
    if let Some(url) = server.url_elsewhere() {
        print(&format!("{} {url}", say(language, "其他机器用：", "For other machines:")));
    }
}

/// What is carried from one state of the site to the next.
struct Serving {
    /// Of the terminal.
    language: Language,
    server: Server,
    checks: Checks,
    /// The inputs of the state that was published last.
    published: Snapshot,
    /// The last site without an error.
    good: Option<Arc<Ready>>,
    /// What is being shown as wrong.
    problems: (Vec<Problem>, usize),
}

impl Serving {
    fn new(server: Server, language: Language) -> Self {
        let (checks, published) = (Checks::default(), Snapshot::default());
        Self { language, server, checks, published, good: None, problems: Default::default() }
    }

    /// Shows a state of the site, though most of its pages are yet to be made.
    fn show(&mut self, rebuilt: Rebuilt<Ready>) -> Shown {
        let Rebuilt { snapshot, unread, made, options, why, elapsed, notices } = rebuilt;
        let config = config::read(&snapshot, options.base_url.as_deref()).value;
        // The page speaks the site's language, whatever the terminal does.
        let language = if config.language.starts_with("zh") { Language::Chinese } else { Language::English };
        let mut shown = Shown { ready: Arc::new(made), snapshot, unread, language, broken: false };
        let faults = shown.found(shown.ready.diagnostics());
        shown.broken = has_errors(&faults);
        // What was wrong with pages before stays on show until it is known whether it still is. A
        // site with an error isn't shown; all that is wrong with it is told together, when that is known.
        if !shown.broken {
            self.publish(&shown, self.good.clone());
        }
        let outcome = if shown.broken {
            self.words("有错误", "there are errors").to_owned()
        } else {
            let (pages, seconds) = (shown.ready.pages(), elapsed.as_secs_f64());
            match self.language {
                Language::Chinese => format!("{pages} 页，用时 {seconds:.2} 秒"),
                Language::English => format!("{pages} pages in {seconds:.2} s"),
            }
        };
        self.say(&format!("{}{outcome}", reason(&why, self.language)));
        shown.report(self.language).text(&notices);
        shown
    }

    /// Finds out what is wrong with pages that nobody has asked for, and shows that as well.
    /// False if something stirred before it was done.
    fn look_through(&mut self, shown: &Shown, stirs: impl Fn() -> bool + Sync) -> bool {
        let Some(faults) = shown.ready.check(&mut self.checks, stirs) else { return false };
        let faults = shown.found(&faults);
        self.problems = shown.report(shown.language).problems(&faults);
        if has_errors(&faults) {
            self.publish(shown, self.good.clone());
            shown.report(self.language).failure(&faults);
        } else {
            self.good = Some(shown.ready.clone());
            self.publish(shown, None);
            shown.report(self.language).text(&faults);
            // Editors read this line as the end of what is wrong.
            self.say(&match (self.language, faults.len()) {
                (Language::Chinese, 0) => "检查完毕，没有问题".to_owned(),
                (Language::Chinese, some) => format!("检查完毕，{some} 处提醒"),
                (Language::English, 0) => "all checked, nothing wrong".to_owned(),
                (Language::English, some) => format!("all checked, warnings: {some}"),
            });
        }
        true
    }

    /// Pages that can't be made are shown as they were `before`.
    fn publish(&mut self, shown: &Shown, before: Option<Arc<Ready>>) {
        let renamed = renamed(&self.published, &shown.snapshot);
        self.published = shown.snapshot.clone();
        let (problems, more) = self.problems.clone();
        let site = || -> Arc<dyn Outputs> { Arc::new(Site::new(&shown.ready, before)) };
        let site = if shown.broken { None } else { Some(site()) };
        self.server.publish(Publication { site, problems, more, language: shown.language, renamed });
    }

    /// One line with the time of day, on the reader's own clock.
    fn say(&self, line: &str) {
        let now = Timestamp::now().to_zoned_datetime(TimeZone::system());
        print(&format!("{} {line}", now.strftime("%H:%M:%S")));
    }

    fn words<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        say(self.language, zh, en)
    }

    fn open(&self) {
        let url = self.server.url();
        if let Err(error) = opener::open_browser(&url) {
            let words = self.words("没能打开浏览器，请自己打开：", "No browser could be opened; please open");
            eprintln!("{words} {url} ({error})");
        }
    }
}

/// A state of the site that is being shown.
struct Shown {
    ready: Arc<Ready>,
    snapshot: Snapshot,
    /// What couldn't be read.
    unread: Vec<Diagnostic>,
    language: Language,
    /// Whether there was an error before any page was made, so that what was good before stays.
    broken: bool,
}

impl Shown {
    fn found(&self, faults: &[Diagnostic]) -> Vec<Diagnostic> {
        self.unread.iter().chain(faults).cloned().collect()
    }

    fn report(&self, language: Language) -> Report<'_> {
        Report { language, format: Format::Text, snapshot: &self.snapshot }
    }
}

/// The beginning of a line that goes on with what came of it.
fn reason(why: &Why, language: Language) -> String {
    match (why, why.describe(language), language) {
        (Why::First, ..) | (_, None, _) => String::new(),
        (Why::Day(_), Some(what), Language::Chinese) => format!("到了 {what}："),
        (Why::Day(_), Some(what), Language::English) => format!("now {what}: "),
        (Why::Files(_), Some(what), Language::Chinese) => format!("{what} 有变动："),
        (Why::Files(_), Some(what), Language::English) => format!("{what}: "),
    }
}
