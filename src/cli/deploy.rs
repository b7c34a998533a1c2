//! `kepu deploy`: builds the site and sends it to where it is served from.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{ReportDetail, ReportFormat};

#[derive(Args)]
pub struct DeployArguments {
    /// 发布到哪个目标；只有一个时可省略 · the target, as site.yaml names it; needn't be said where there is one
    target: Option<String>,
    /// 只说会发送、替换、删除什么，不动目标 · say what would be sent, replaced and removed, and leave the target alone
    #[arg(long)]
    dry_run: bool,
    /// 目标上别人的文件挡住时用网站的文件代替 · put the site's files in the place of foreign ones
    #[arg(long)]
    overwrite: bool,
    /// 接管别人的锁：确知那次发布已不在运行时才用 · take the lock from a deployment that is known to run no more
    #[arg(long)]
    break_lock: bool,
    /// 密钥文件，须在网站目录以外（缺省见 KEPU_CREDENTIALS）· a file with keys, outside the site (default: KEPU_CREDENTIALS)
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// 发布成功后，把发布的内容另存为一个 zip 包，以后可以用 --from 回到它 · once it is published, keep what was published as a package, for --from
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "dry_run"])]
    keep: Option<PathBuf>,
    /// 不编译，发布以前留下的包：回到那一次 · publish a package that was kept instead of building: back to that publication
    #[arg(long, value_name = "FILE", conflicts_with = "today")]
    from: Option<PathBuf>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 以哪一天为“今天” · the day to build for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[cfg(feature = "deploy")]
pub use with::run;

/// What there is to say without the feature.
#[cfg(not(feature = "deploy"))]
pub fn run(arguments: &DeployArguments, language: crate::base::diagnostic::Language) -> i32 {
    let snapshot = crate::base::source::Snapshot::default();
    let report =
        super::report::Report { language, format: arguments.format, snapshot: &snapshot, shown: arguments.shown };
    report.each(&[crate::base::diagnostic::messages::without_deploy()]);
    super::exit::FAILURE
}

#[cfg(feature = "deploy")]
mod with {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    use serde::Serialize;

    use crate::assets::compress::Coding;
    use crate::base::diagnostic::{Diagnostic, Language, has_errors, messages};
    use crate::base::source::Snapshot;
    use crate::base::text::did_you_mean;
    use crate::base::url::OutputPath;
    use crate::build::{Audience, Output};
    use crate::cli::arguments::ReportFormat;
    use crate::cli::build::misplaced;
    use crate::cli::deploy::DeployArguments;
    use crate::cli::exit::{FAILURE, INTERRUPTED, SUCCESS, USAGE};
    use crate::cli::once;
    use crate::cli::once::PreparedSite;
    use crate::cli::progress::Bar;
    use crate::cli::report::{Report, ReportItem, Undone};
    use crate::cli::revisions;
    use crate::cli::signal::on_end;
    use crate::cli::terminal::print;
    use crate::cli::terminal::say;
    use crate::cli::today::{Clock, asked_day};
    use crate::cli::vanished;
    use crate::config::destination::{Destination, Service};
    use crate::io::deploy::{Action, Credentials, DeployOptions, DeployOutcome, Deployment, usable};
    use crate::io::disk::{self, Claim};

    pub fn run(arguments: &DeployArguments, language: Language) -> i32 {
        let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
        let mut read = disk::read(&arguments.root);
        let failed = |told: &[Diagnostic], snapshot: &Snapshot| {
            failure(&Report { language, format: arguments.format, snapshot, shown: arguments.shown }, told);
            FAILURE
        };
        let options = once::options(Clock::new(asked), None, Audience::Visitors);
        let began = Instant::now();
        let bar = Bar::new(began, arguments.format == ReportFormat::Text, language);
        let prepared = PreparedSite::of(&arguments.root, &read.value, &options, &bar);
        let errors = prepared.ready.config_errors().to_vec();
        let config = prepared.ready.site().config.clone();
        // Keys that are missing are reported before any output is made.
        let opened = chosen(arguments.target.as_deref(), &config.destinations)
            .and_then(|destination| {
                usable(destination)?;
                Ok((outside_sources(arguments, destination)?, credentials(arguments, destination)?))
            })
            .map_err(|fault| vec![fault]);
        let (destination, credentials) = match if errors.is_empty() { opened } else { Err(errors) } {
            Ok(opened) => opened,
            Err(faults) => {
                bar.finish();
                return failed(&faults, &read.value);
            }
        };
        let mut told = Vec::new();
        let (outputs, day) = match &arguments.from {
            Some(package) => match disk::unpack(package) {
                Ok(outputs) => (with_codings(outputs), prepared.ready.day()),
                Err(fault) => {
                    bar.finish();
                    return failed(&[fault], &read.value);
                }
            },
            None => {
                let (mut built, _) = prepared.built(&bar);
                told.clone_from(&read.diagnostics);
                told.append(&mut built.diagnostics);
                if has_errors(&told) {
                    return failed(&told, &read.value);
                }
                let preview = arguments.today.is_some() || arguments.dry_run;
                told.extend(revisions::keep(&arguments.root, &mut read.value, &built, preview, language));
                // A rehearsal tells of addresses as well; what it was compared with stays.
                let looked = if preview { vanished::look } else { vanished::find };
                told.extend(looked(&arguments.root, &read.value, &built));
                (built.outputs, built.day)
            }
        };
        let report = Report { language, format: arguments.format, snapshot: &read.value, shown: arguments.shown };
        let built_in = began.elapsed().as_secs_f64();

        let began = Instant::now();
        let bar = Bar::new(began, arguments.format == ReportFormat::Text, language);
        let site = config.address.whole();
        let done = send(arguments, destination, &credentials, &site, &outputs, &bar);
        bar.finish();
        match done {
            Ok(mut outcome) => {
                told.append(&mut outcome.told);
                if let Some(file) = &arguments.keep {
                    told.extend(disk::package(file, &outputs, day.today).err());
                }
                let seconds = Seconds { build: built_in, deploy: began.elapsed().as_secs_f64() };
                success(&report, arguments, destination, &outcome, &told, &seconds);
                std::mem::forget(outputs);
                SUCCESS
            }
            Err(faults) => {
                told.extend(faults);
                failed(&told, &read.value)
            }
        }
    }

    /// Outputs of a package, in which a compressed copy is known by its name and the output beside it.
    fn with_codings(mut outputs: BTreeMap<OutputPath, Output>) -> BTreeMap<OutputPath, Output> {
        let copy = |path: &OutputPath| {
            let (whole, ending) = path.as_str().rsplit_once('.')?;
            let coding = Coding::ALL.iter().map(|(_, coding)| *coding).find(|coding| coding.extension() == ending)?;
            outputs.contains_key(&OutputPath::new(whole).ok()?).then(|| (path.clone(), coding))
        };
        let copies: Vec<(OutputPath, Coding)> = outputs.keys().filter_map(copy).collect();
        for (path, coding) in copies {
            if let Some(output) = outputs.get_mut(&path) {
                output.coding = Some(coding);
            }
        }
        outputs
    }

    fn send(
        arguments: &DeployArguments,
        destination: &Destination,
        credentials: &Credentials,
        site: &str,
        outputs: &BTreeMap<OutputPath, Output>,
        bar: &Bar,
    ) -> Result<DeployOutcome, Vec<Diagnostic>> {
        let name = &destination.name;
        let claim = if arguments.dry_run {
            None
        } else {
            match Claim::take(&arguments.root, name) {
                Some(claim) => claim,
                None => return Err(vec![messages::deploy_locked(name, &host(), "…")]),
            }
        };
        let stop = Arc::new(AtomicBool::new(false));
        let ending = stop.clone();
        on_end(INTERRUPTED, move || ending.store(true, Ordering::Relaxed));
        let (dry_run, overwrite, break_lock) = (arguments.dry_run, arguments.overwrite, arguments.break_lock);
        let deployment = Deployment {
            destination,
            root: &arguments.root,
            outputs,
            site,
            credentials,
            options: DeployOptions { dry_run, overwrite, break_lock },
            host: &host(),
            run: run_name(),
            claim: claim.as_ref(),
            progress: bar,
            stop: &stop,
        };
        deployment.run()
    }

    /// The target that was named, or the only one.
    fn chosen<'d>(name: Option<&str>, all: &'d [Destination]) -> Result<&'d Destination, Diagnostic> {
        let names = || all.iter().map(|one| one.name.as_str());
        let known = || {
            let all = all.iter().map(|one| format!("{} → {}", one.name, one.service.describe()));
            all.collect::<Vec<_>>().join("; ")
        };
        match (name, all) {
            (_, []) => Err(messages::no_deploy_target()),
            (None, [only]) => Ok(only),
            (None, _) => Err(messages::choose_deploy_target(&known())),
            (Some(name), _) => all
                .iter()
                .find(|one| one.name == name)
                .ok_or_else(|| messages::unknown_deploy_target(name, &known()).meant(did_you_mean(name, names()))),
        }
    }

    /// A folder to deploy to that isn't among the sources, nor contains them.
    fn outside_sources<'d>(
        arguments: &DeployArguments,
        destination: &'d Destination,
    ) -> Result<&'d Destination, Diagnostic> {
        match &destination.service {
            Service::Folder { path } => match misplaced(&arguments.root, &arguments.root.join(path)) {
                Some(folder) => Err(messages::deploy_into_sources(&folder).at(destination.at.clone())),
                None => Ok(destination),
            },
            _ => Ok(destination),
        }
    }

    fn credentials(arguments: &DeployArguments, destination: &Destination) -> Result<Credentials, Diagnostic> {
        let named = arguments.credentials.clone().or_else(|| std::env::var_os("KEPU_CREDENTIALS").map(Into::into));
        let file = named.filter(|file| file != Path::new("")).map(|file| {
            let text = disk::read_outside(&file, &arguments.root)?;
            Ok((file.to_string_lossy().into_owned(), text))
        });
        let file = file.transpose()?;
        let file = file.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        Credentials::find(destination, &|name| std::env::var(name).ok(), file)
    }

    /// This machine's name, as far as the environment or the system tells it.
    fn host() -> String {
        let told = ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let told = told.or_else(|| Some(disk::read_if_there(Path::new("/etc/hostname")).ok()??.text()?.to_owned()));
        let who = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let place = told.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        [who, place].into_iter().flatten().collect::<Vec<_>>().join("@")
    }

    /// A moment, a process and the system's own chance: no two runs have the same.
    fn run_name() -> String {
        use std::hash::BuildHasher;
        let chance = std::hash::RandomState::new().hash_one(std::process::id());
        format!("{}-{chance:016x}", jiff::Timestamp::now().as_second())
    }

    struct Seconds {
        build: f64,
        deploy: f64,
    }

    fn success(
        report: &Report<'_>,
        arguments: &DeployArguments,
        destination: &Destination,
        outcome: &DeployOutcome,
        told: &[Diagnostic],
        seconds: &Seconds,
    ) {
        let of = |wanted: Action| outcome.changes.iter().filter(move |(step, _)| step.action == wanted).count();
        let (added, replaced, removed) = (of(Action::Add), of(Action::Replace), of(Action::Remove));
        let bytes: u64 = outcome.changes.iter().map(|(_, size)| size).sum();
        if arguments.format == ReportFormat::Json {
            let changes = outcome.changes.iter().map(|(step, size)| Change {
                action: name(step.action),
                path: &step.path,
                size: (step.action != Action::Remove).then_some(*size),
            });
            let whole = Whole {
                ok: true,
                target: &destination.name,
                dry_run: arguments.dry_run,
                added,
                replaced,
                removed,
                unchanged: outcome.unchanged,
                bytes,
                build_seconds: seconds.build,
                deploy_seconds: seconds.deploy,
                changes: changes.collect(),
                diagnostics: report.items(told),
            };
            print(&serde_json::to_string_pretty(&whole).unwrap_or_default());
            return;
        }
        report.text(told);
        let language = report.language;
        if arguments.dry_run {
            for (step, size) in &outcome.changes {
                let word = match step.action {
                    Action::Add => say(language, "新增", "add"),
                    Action::Replace => say(language, "替换", "replace"),
                    Action::Remove => say(language, "删除", "remove"),
                };
                match step.action {
                    Action::Remove => print(&format!("{word}  {}", step.path)),
                    _ => print(&format!("{word}  {}  {size} B", step.path)),
                }
            }
        }
        let (target, place, unchanged) = (&destination.name, destination.service.describe(), outcome.unchanged);
        let (size, time) = (bytes as f64 / 1e6, seconds.deploy);
        let would = if arguments.dry_run { say(language, "（只是演习）", " (nothing was done)") } else { "" };
        print(&match language {
            Language::Chinese => format!(
                "{target} → {place}{would}：新增 {added} 个，替换 {replaced} 个，删除 {removed} 个，{unchanged} 个未变；{size:.2} MB，{time:.2} 秒"
            ),
            Language::English => format!(
                "{target} → {place}{would}: {added} added, {replaced} replaced, {removed} removed, {unchanged} unchanged; {size:.2} MB in {time:.2} s"
            ),
        });
    }

    const UNDONE: Undone = Undone { zh: "发布没有完成", en: "the deployment isn't complete" };

    fn failure(report: &Report<'_>, told: &[Diagnostic]) {
        match report.format {
            ReportFormat::Json => {
                let whole = Failed { ok: false, diagnostics: report.items(told) };
                print(&serde_json::to_string_pretty(&whole).unwrap_or_default());
            }
            ReportFormat::Text => report.failure(told, UNDONE),
        }
    }

    fn name(action: Action) -> &'static str {
        match action {
            Action::Add => "add",
            Action::Replace => "replace",
            Action::Remove => "remove",
        }
    }

    #[derive(Serialize)]
    struct Whole<'a> {
        ok: bool,
        target: &'a str,
        dry_run: bool,
        added: usize,
        replaced: usize,
        removed: usize,
        unchanged: usize,
        bytes: u64,
        build_seconds: f64,
        deploy_seconds: f64,
        changes: Vec<Change<'a>>,
        diagnostics: Vec<ReportItem<'a>>,
    }

    #[derive(Serialize)]
    struct Change<'a> {
        action: &'static str,
        path: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<u64>,
    }

    #[derive(Serialize)]
    struct Failed<'a> {
        ok: bool,
        diagnostics: Vec<ReportItem<'a>>,
    }
}
