//! `kepu serve`: the site as it is now, from memory.
//!
//! Every change is shown as soon as the site is ready for any page to be made; browsers then get
//! the pages that they ask for. The others are looked through behind, and what is wrong with
//! them is shown when that is done. The next change ends the looking.

mod changes;
mod site;

use core::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::rebuild::{RebuildOptions, Rebuilds, Rebuilt, Why};
use super::report::{Report, Undone};
use super::signal::on_end;
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Cause, Diagnostic, Language, has_errors, messages};
use crate::base::source::Snapshot;
use crate::build::{Audience, Checks, Ready, prepare};
use crate::config::inputs::CONFIG_FILE;
use crate::config::{Links, SiteAddress};
use crate::io::disk;
use crate::io::server::{MOST_CONNECTIONS, Outputs, Problem, Publication, Server, ServerOptions, Timeouts};
use crate::io::watch::WatchOptions;
use changes::renamed;
pub use site::Site;

#[derive(Args)]
pub struct ServeArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 端口（缺省从 1111 起找一个空闲的）· the port (default: the first free one from 1111)
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// 监听哪个地址；0.0.0.0 让别的机器也能看 · the address to listen on; 0.0.0.0 lets other machines see the site
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    bind: IpAddr,
    /// 打开浏览器 · open the browser
    #[arg(long)]
    open: bool,
    /// 连草稿和未到发布日的一起显示 · include drafts and entries of the future
    #[arg(long)]
    drafts: bool,
    /// 以哪一天为“今天” · the day to show the site for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    /// 网站在哪个路径下，如 /sub/ · the path that the site begins at
    #[arg(long, default_value = "/", value_name = "PATH")]
    base_path: String,
    /// 不等系统通知，每隔若干毫秒自己看 · look for changes every so many milliseconds
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..))]
    poll: Option<u64>,
    /// 还回应哪些主机名，可写多次 · further host names to answer to; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    #[command(flatten)]
    pub shown: ReportDetail,
}

pub fn run(arguments: &ServeArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let Some(base_path) = base_path(&arguments.base_path) else {
        let wrong = say(language, "--base-path 应是路径，如 /sub/", "--base-path takes a path, as in /sub/");
        eprintln!("{wrong}");
        return USAGE;
    };
    let root = disk::real(&arguments.root).unwrap_or_else(|_| arguments.root.clone());
    let shown = arguments.shown;
    let report = move |fault| {
        Report { language, format: ReportFormat::Text, snapshot: &Snapshot::default(), shown }.text(&[fault])
    };
    // The wrong folder, most likely. A file that vanishes while the site is edited is waited for.
    if !root.join(CONFIG_FILE).exists() {
        report(messages::no_config());
        return FAILURE;
    }
    let options = ServerOptions {
        address: arguments.bind,
        port: arguments.port.unwrap_or(PORT),
        named_port: arguments.port.is_some(),
        base_path,
        allowed_hosts: arguments.allow_host.clone(),
        language,
        root: disk::shown(&root),
        timeouts: Timeouts::default(),
        connections: MOST_CONNECTIONS,
        certificate: None,
        gate: None,
    };
    let server = match Server::start(&options, report) {
        Ok(server) => server,
        Err(fault) => {
            report(fault);
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
        clock: Clock::new(asked),
        watch,
    };
    let mut rebuilds = Rebuilds::start(&root, options);
    let stopper = rebuilds.stopper();
    on_end(SUCCESS, move || stopper.stop());
    let mut serving = Serving::new(server, language, shown);
    while let Some(rebuilt) = rebuilds.next(|site, options, cache| Arc::new(prepare(site, options, cache))) {
        serving.show(&rebuilt);
        if rebuilt.why == Why::First && arguments.open {
            serving.open();
        }
        // A file event may have changed nothing; then the check goes on.
        while !serving.look_through(&rebuilt, rebuilds.stirring()) && rebuilds.unchanged() {}
    }
    SUCCESS
}

/// What a site with errors means for whoever looks at it.
const UNDONE: Undone =
    Undone { zh: "预览里还是上一次没有错误的样子", en: "the preview stays as it was without them" };

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
            Language::Chinese => print(&format!("端口 {PORT} 用不了（被占用或被系统保留），改用 {port}")),
            Language::English => print(&format!("port {PORT} is taken or reserved; {port} is used instead")),
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
    shown: ReportDetail,
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
    fn new(server: Server, language: Language, shown: ReportDetail) -> Self {
        let (checks, published) = (Checks::default(), Snapshot::default());
        Self { language, shown, server, checks, published, good: None, problems: Default::default() }
    }

    /// Shows a state of the site, though most of its pages are yet to be made.
    fn show(&mut self, rebuilt: &Rebuilt<Arc<Ready>>) {
        // What was wrong with pages before stays on show until it is known whether it still is. A
        // site with an error isn't shown; all that is wrong with it is reported together, when that is known.
        let outcome = if is_broken(rebuilt) {
            self.words("有错误", "there are errors").to_owned()
        } else {
            self.publish(rebuilt, self.good.clone());
            let (pages, seconds) = (rebuilt.made.pages(), rebuilt.elapsed.as_secs_f64());
            match self.language {
                Language::Chinese => format!("{pages} 页，用时 {seconds:.2} 秒"),
                Language::English => format!("{pages} pages in {seconds:.2} s"),
            }
        };
        self.say(&format!("{}{outcome}", reason(&rebuilt.why, self.language)));
        self.report(rebuilt, self.language).text(&rebuilt.notices);
    }

    /// Finds out what is wrong with pages that no browser has asked for, and shows that as well.
    /// False if a file event came before it was done.
    fn look_through(&mut self, rebuilt: &Rebuilt<Arc<Ready>>, stirs: impl Fn() -> bool + Sync) -> bool {
        let Some(faults) = rebuilt.made.check(&mut self.checks, stirs) else { return false };
        let faults = found(rebuilt, &faults);
        self.problems = self.report(rebuilt, site_language(rebuilt)).problems(&faults);
        if has_errors(&faults) {
            self.publish(rebuilt, self.good.clone());
            self.report(rebuilt, self.language).failure(&faults, UNDONE);
        } else {
            self.good = Some(rebuilt.made.clone());
            self.publish(rebuilt, None);
            self.report(rebuilt, self.language).text(&faults);
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

    /// Publishes a state of the site, unless there was an error before any page was made: then the site before stays.
    /// Pages that can't be made are shown as they were `before`.
    fn publish(&mut self, rebuilt: &Rebuilt<Arc<Ready>>, before: Option<Arc<Ready>>) {
        let renamed = Arc::new(renamed(&self.published, &rebuilt.snapshot).into_iter().collect());
        self.published = rebuilt.snapshot.clone();
        let (problems, more) = self.problems.clone();
        let site = || -> Arc<dyn Outputs> { Arc::new(Site::new(&rebuilt.made, before)) };
        let site = if is_broken(rebuilt) { None } else { Some(site()) };
        self.server.publish(Publication { site, problems, more, language: site_language(rebuilt), renamed });
    }

    fn report<'r>(&self, rebuilt: &'r Rebuilt<Arc<Ready>>, language: Language) -> Report<'r> {
        Report { language, format: ReportFormat::Text, snapshot: &rebuilt.snapshot, shown: self.shown }
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
            let why = Cause::said(error);
            eprintln!("{words} {url}{}", say(self.language, &why.to_string(), &format!("{why:#}")));
        }
    }
}

/// All that is wrong with a state of the site: what couldn't be read, and these faults.
fn found(rebuilt: &Rebuilt<Arc<Ready>>, faults: &[Diagnostic]) -> Vec<Diagnostic> {
    rebuilt.unread.iter().chain(faults).cloned().collect()
}

/// Whether there was an error before any page was made.
fn is_broken(rebuilt: &Rebuilt<Arc<Ready>>) -> bool {
    has_errors(&rebuilt.unread) || has_errors(rebuilt.made.diagnostics())
}

/// The language that pages report problems in: the site's, whatever the terminal's is.
fn site_language(rebuilt: &Rebuilt<Arc<Ready>>) -> Language {
    match rebuilt.made.site().config.language.starts_with("zh") {
        true => Language::Chinese,
        false => Language::English,
    }
}

/// The beginning of a line that goes on with what came of it.
fn reason(why: &Why, language: Language) -> String {
    match (why, why.describe(language), language) {
        (Why::First | Why::Again, ..) | (_, None, _) => String::new(),
        (Why::Day(_), Some(what), Language::Chinese) => format!("到了 {what}："),
        (Why::Day(_), Some(what), Language::English) => format!("now {what}: "),
        (Why::Files(_), Some(what), Language::Chinese) => format!("{what} 有变动："),
        (Why::Files(_), Some(what), Language::English) => format!("{what}: "),
    }
}
