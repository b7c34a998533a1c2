//! `kepu serve`: a loop around the build, shown from memory.

mod changes;
mod sources;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::build::{asked_day, source_date_epoch};
use super::report::{Report, print};
use super::{FAILURE, Format, SUCCESS, ServeArguments, USAGE, say};
use crate::build::{BuildOptions, Cache, Checks, prepare};
use crate::config::{self, SiteAddress};
use crate::diagnostic::{Checked, Language, has_errors};
use crate::server::{Outputs, Publication, Server, ServerOptions};
use crate::source::Snapshot;
use crate::time::Today;
use changes::Changes;
use sources::{Event, Sources};

pub fn run(arguments: &ServeArguments, language: Language) -> i32 {
    let Some(asked) = asked_day(arguments.today.as_deref(), language) else { return USAGE };
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
    }) {
        Ok(server) => server,
        Err(fault) => {
            Report { language, format: Format::Text, snapshot: &Snapshot::default() }.text(&[fault]);
            return FAILURE;
        }
    };
    announce(&server, arguments, language);
    let sources = Sources::new(root, arguments.poll.map(Duration::from_millis));
    let mut serving = Serving {
        language,
        fixed: asked.map(Today),
        base_url: server.url(),
        drafts: arguments.drafts,
        server,
        cache: Cache::default(),
        checks: Checks::default(),
        read: Checked::default(),
        zone: TimeZone::UTC,
        today: None,
    };
    serving.run(sources, arguments.open)
}

/// Free on most machines, and easily typed.
const PORT: u16 = 1111;
/// The clock is looked at this often, since a machine that sleeps makes no deadline come.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(60);

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

/// What is carried from one build to the next.
struct Serving {
    language: Language,
    /// The day that was asked for; else the clock's.
    fixed: Option<Today>,
    base_url: String,
    drafts: bool,
    server: Server,
    cache: Cache,
    checks: Checks,
    /// What was built last.
    read: Checked<Snapshot>,
    zone: TimeZone,
    /// Of the last build.
    today: Option<Today>,
}

impl Serving {
    fn run(&mut self, mut sources: Sources, open: bool) -> i32 {
        self.rebuild(sources.snapshot());
        if open {
            self.open();
        }
        loop {
            match sources.wait(self.deadline()) {
                Event::Changed => self.rebuild(sources.snapshot()),
                Event::Due if self.day_has_passed() => self.rebuild(self.read.clone()),
                Event::Due => {}
                Event::Ended => return SUCCESS,
            }
        }
    }

    /// Builds what there is now, shows it, and says so.
    fn rebuild(&mut self, read: Checked<Snapshot>) {
        let started = Instant::now();
        let config = config::read(&read.value, Some(&self.base_url)).value;
        self.zone = config.zone;
        let today = self.day();
        let options = BuildOptions { today, base_url: Some(self.base_url.clone()), drafts: self.drafts };
        let ready = prepare(&read.value, &options, &mut self.cache);
        let found = ready.check(&mut self.checks, || false).unwrap_or_default();
        let changes = Changes::between(&self.read.value, &read.value);
        let mut diagnostics = read.diagnostics.clone();
        diagnostics.extend(found);
        let failed = has_errors(&diagnostics);
        let pages = ready.pages();

        // The page speaks the site's language, whatever the terminal does.
        let language = if config.language.starts_with("zh") { Language::Chinese } else { Language::English };
        let report = |language| Report { language, format: Format::Text, snapshot: &read.value };
        let (problems, more) = report(language).problems(&diagnostics);
        let site: Option<Arc<dyn Outputs>> = if failed { None } else { Some(Arc::new(ready)) };
        let renamed = changes.renamed.clone();
        self.server.publish(Publication { site, problems, more, language, renamed });
        let elapsed = started.elapsed();

        let first = self.today.is_none();
        let new_day = self.today.is_some_and(|before| before != today);
        let reason = if first {
            String::new()
        } else if new_day {
            self.words(format!("到了 {today}："), format!("now {today}: "))
        } else {
            changes.describe(self.language)
        };
        self.say(&format!("{reason}{}", self.outcome(pages, elapsed, failed)));
        if failed {
            report(self.language).failure(&diagnostics);
        } else {
            report(self.language).text(&diagnostics);
        }
        self.today = Some(today);
        self.read = read;
    }

    fn outcome(&self, pages: usize, elapsed: Duration, failed: bool) -> String {
        let seconds = elapsed.as_secs_f64();
        match failed {
            true => self.words("有错误".to_owned(), "there are errors".to_owned()),
            false => {
                self.words(format!("生成 {pages} 页，用时 {seconds:.2} 秒"), format!("{pages} pages in {seconds:.2} s"))
            }
        }
    }

    /// One line with the time of day, on the reader's own clock.
    fn say(&self, line: &str) {
        let now = Timestamp::now().to_zoned_datetime(TimeZone::system());
        print(&format!("{} {line}", now.strftime("%H:%M:%S")));
    }

    fn words(&self, zh: String, en: String) -> String {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    fn open(&self) {
        let url = self.server.url();
        if let Err(error) = opener::open_browser(&url) {
            eprintln!(
                "{} {url} ({error})",
                say(self.language, "没能打开浏览器，请自己打开：", "No browser could be opened; please open")
            );
        }
    }

    /// The day by what was asked for, the environment, or the clock.
    fn day(&self) -> Today {
        let clock = || Today::at(source_date_epoch().unwrap_or_else(Timestamp::now), &self.zone);
        self.fixed.unwrap_or_else(clock)
    }

    fn day_has_passed(&self) -> bool {
        self.today != Some(self.day())
    }

    /// When to look at the clock next; never, where the day is fixed.
    fn deadline(&self) -> Option<Instant> {
        if self.fixed.is_some() || source_date_epoch().is_some() {
            return None;
        }
        let midnight = self.today?.ends(&self.zone)?;
        let left = Duration::try_from(midnight.duration_since(Timestamp::now())).unwrap_or_default();
        Some(Instant::now() + left.min(LOOK_AT_CLOCK))
    }
}
