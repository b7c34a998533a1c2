//! `kepu studio`: the site's editor in a browser.
//!
//! Two servers on this machine: one shows the site, with what isn't saved yet, and can't write; the other is the editor.
//! Files that change on the disk are taken up as `serve` does it.
//!
//! With `--shared` several people use it, by their names and passwords, on other machines of a network as well.

mod asker;
mod background;
mod bring;
mod bulk;
mod comments;
mod counted;
mod desk;
mod drafting;
mod entrance;
mod findings;
mod found;
mod journal;
mod notices;
mod overview;
mod past;
mod paste;
mod people;
mod pictures;
mod presence;
mod publishing;
mod queue;
mod saved;
mod settings;
mod shared;
mod signing;
mod state;
mod unsaved;
mod user;
mod waiting;
mod writing;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::exit::{FAILURE, SUCCESS, USAGE};
use super::report::Report;
use super::signal::on_end;
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Diagnostic, Language};
use crate::base::source::Snapshot;
use crate::cli::arguments::{ReportDetail, ReportFormat};
use crate::io::disk;
use crate::io::server::studio::{Reached, Session, Sessions, StudioOptions, StudioServer, may_look, open_again};
use crate::io::server::{MOST_CONNECTIONS, PreviewGate, Server, ServerOptions, Timeouts};
use crate::io::watch::{Event, WatchOptions, Watcher};
use desk::Studio;
use entrance::Entrance;
use journal::StudioJournal;
use shared::{SharingArguments, SharingPlan, people_of};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct StudioArguments {
    #[command(subcommand)]
    command: Option<StudioCommand>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// 编辑台的端口（缺省从 1200 起找一个空闲的）· the studio's port (default: the first free one from 1200)
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// 不打开浏览器，只显示网址 · print the address instead of opening a browser
    #[arg(long)]
    no_open: bool,
    /// 以哪一天为“今天” · the day to show the site for
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    #[command(flatten)]
    sharing: SharingArguments,
}

#[derive(Subcommand)]
enum StudioCommand {
    /// 共用的编辑台里有哪些人 · the people of a shared studio
    User(user::UserArguments),
    /// 共用的编辑台里谁做了什么 · who did what in a shared studio
    Log(journal::JournalArguments),
}

impl StudioArguments {
    /// Those of a site that is to be edited, and nothing else.
    pub fn opening(root: PathBuf) -> Self {
        let sharing = SharingArguments::none();
        Self { command: None, root, port: None, no_open: false, today: None, sharing }
    }
}

/// Free on most machines, and beside the port of `serve`.
const PORT: u16 = 1200;
/// The first port that is tried for the preview.
const PREVIEW_PORT: u16 = 1300;
/// Among what is kept beside a site: the token of the studio and where it is, so that open pages go on after it was started
/// again, and a second start opens a page of the first.
const TOKEN: &str = "studio-token";

pub fn run(arguments: &StudioArguments, language: Language) -> i32 {
    match &arguments.command {
        Some(StudioCommand::User(arguments)) => return user::run(arguments, language),
        Some(StudioCommand::Log(arguments)) => return journal::run(arguments, language),
        None => {}
    }
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let root = disk::real(&arguments.root).unwrap_or_else(|_| arguments.root.clone());
    let shown = ReportDetail::default();
    let report = move |fault: Diagnostic| {
        Report { language, format: ReportFormat::Text, snapshot: &Snapshot::default(), shown }.text(&[fault])
    };
    let empty = !disk::is_folder(&root.join("content"));
    if empty && !disk::is_empty(&root) {
        eprintln!(
            "{}",
            say(
                language,
                "这里没有网站（没有 content 文件夹），文件夹里却有别的东西。到网站的文件夹里运行，或用 --root 指出；新建网站请给一个空文件夹",
                "there is no site here (no folder `content`), and the folder isn't empty; run it in the site's folder, name that with --root, or name an empty one to make a site"
            )
        );
        return FAILURE;
    }
    let plan = match arguments.sharing.plan(&root, language, random) {
        Ok(plan) => plan,
        Err(missing) => {
            eprintln!("{missing}");
            return FAILURE;
        }
    };
    let is_shared = plan.is_some();
    // A second double click opens a page of the studio that is there; the door of a shared one is for people with a name.
    let known = disk::recall(&root, TOKEN).and_then(|bytes| remembered(&bytes)).filter(|_| !is_shared);
    if let Some(url) =
        known.as_ref().filter(|_| arguments.port.is_none()).and_then(|(token, origin)| open_again(origin, token))
    {
        print(say(
            language,
            "编辑台已经开着，在浏览器里打开了一页：",
            "The studio is open already; a page of it is opened:",
        ));
        print(&url);
        return if arguments.no_open || opener::open_browser(&url).is_ok() { SUCCESS } else { FAILURE };
    }
    let sessions = plan.as_ref().map(|plan| plan.sessions(random));
    let preview = Server::start(&preview_options(&root, language, plan.as_ref().zip(sessions.clone())), report);
    let preview = match preview {
        Ok(preview) => preview,
        Err(fault) => {
            report(fault);
            return FAILURE;
        }
    };
    let preview_port = preview.address().port();
    let Some(session) = Session::new(known.map(|(token, _)| token), random) else {
        eprintln!(
            "{}",
            say(
                language,
                "系统给不出随机数，没有安全的钥匙，编辑台不能启动",
                "the system has no random numbers, so there is no safe key and no studio"
            )
        );
        return FAILURE;
    };
    let journal = Arc::new(StudioJournal::new(root.clone()));
    let entrance = Arc::new(Entrance::new(root.clone(), language, empty, journal.clone()));
    let token = session.token().to_owned();
    let options = StudioOptions {
        address: plan.as_ref().map_or(core::net::Ipv4Addr::LOCALHOST.into(), |plan| plan.address),
        port: arguments.port.unwrap_or(PORT),
        named_port: arguments.port.is_some(),
        preview_port,
        language: say(language, "zh-CN", "en"),
        session,
        certificate: plan.as_ref().and_then(|plan| plan.certificate.clone()),
        sharing: plan.zip(sessions).map(|(plan, sessions)| plan.sharing(root.clone(), language, sessions)),
    };
    let server = match StudioServer::start(options, entrance.clone()) {
        Ok(server) => server,
        Err(fault) => {
            report(fault);
            return FAILURE;
        }
    };
    let remember = || disk::keep_private(&root, TOKEN, format!("{token}\n{}\n", server.origin()).as_bytes());
    if !empty && !is_shared {
        remember();
    }
    // People of a shared studio come by its name, and with no key.
    let url = server.key_url().filter(|_| !is_shared).unwrap_or_else(|| server.origin());
    let shown = server.names().first().map_or("", |named| named.preview.as_str());
    announce(&url, shown, language);
    if !arguments.no_open && !is_shared && opener::open_browser(&url).is_err() {
        eprintln!(
            "{}",
            say(
                language,
                "没能打开浏览器，请把上面的网址复制到浏览器里",
                "No browser could be opened; please open the address above"
            )
        );
    }
    if empty {
        on_end(SUCCESS, || ());
        entrance.wait();
        remember();
    }
    let (mut watcher, notices) = Watcher::start(&root, WatchOptions::default());
    notices.into_iter().for_each(report);
    let clock = Clock::new(asked);
    let studio = Arc::new(Studio::new(root.clone(), language, clock, preview, watcher.snapshot(), is_shared, journal));
    entrance.open(studio.clone());
    let stopper = watcher.stopper();
    on_end(SUCCESS, move || stopper.stop());
    let looker = studio.clone();
    std::thread::spawn(move || looker.keep_looking());
    loop {
        match watcher.wait(studio.due()) {
            Event::Ended => break,
            Event::Changed => studio.take_up(watcher.snapshot()),
            Event::Due => studio.new_day(),
        }
    }
    SUCCESS
}

/// What an earlier run kept: the token, and the origin of its server.
fn remembered(bytes: &[u8]) -> Option<(String, String)> {
    let (token, rest) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
    Some((token.to_owned(), rest.trim().to_owned()))
}

/// The preview of a shared studio is shown where the studio is, to people who have signed in there.
fn preview_options(
    root: &std::path::Path,
    language: Language,
    shared: Option<(&SharingPlan, Sessions)>,
) -> ServerOptions {
    let plan = shared.as_ref().map(|(plan, _)| *plan);
    let named = plan.and_then(|plan| plan.preview_port);
    let without_port = |name: &String| {
        let at = name.rfind(':').filter(|at| !name[*at..].contains(']'));
        at.map_or(name.as_str(), |at| &name[..at]).to_owned()
    };
    ServerOptions {
        address: plan.map_or(core::net::Ipv4Addr::LOCALHOST.into(), |plan| plan.address),
        port: named.unwrap_or(PREVIEW_PORT),
        named_port: named.is_some(),
        base_path: String::new(),
        allowed_hosts: plan.map(|plan| plan.names.iter().map(without_port).collect()).unwrap_or_default(),
        certificate: plan.and_then(|plan| plan.certificate.clone()),
        gate: shared.map(|(plan, sessions)| {
            let (reached, people) = (plan.reached, people_of(root.to_path_buf(), language));
            PreviewGate::new(reached == Reached::ByProxy, move |headers| may_look(&sessions, reached, &people, headers))
        }),
        language,
        // Shared, the studio has the other half.
        connections: if plan.is_some() { MOST_CONNECTIONS / 2 } else { MOST_CONNECTIONS },
        root: root.to_string_lossy().into_owned(),
        timeouts: Timeouts::default(),
    }
}

fn announce(url: &str, preview: &str, language: Language) {
    print(&match language {
        Language::Chinese => format!(
            "科普网站编辑台：{url}\n网站预览：{preview}/\n这个窗口开着，编辑台才能用；用完按 Ctrl+C 或关掉窗口，没有保存的文字下次打开还在。"
        ),
        Language::English => format!(
            "The studio is at {url}\nPreview of the site: {preview}/\nIt works while this window is open; Ctrl+C or closing it ends it, and texts that aren't saved are there next time."
        ),
    });
}

/// A text that can't be guessed: 128 bits of the system's; none where it has no random numbers.
fn random() -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
