//! `kepu new`: a new file for an editor to go on with.
//!
//! On a terminal what is missing is asked for; without one it is named and nothing is made. The
//! path alone goes to the standard output, so that a script or an editor can take it from there.

pub(super) mod cancelled;
mod collection;
pub(super) mod line;
mod prompt;
mod stop;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::once;
use super::report::Report;
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::authoring::scaffold::{self, Answers, ScaffoldQuestion};
use crate::base::diagnostic::{Diagnostic, Language, has_errors, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::build::{self, Audience, BuildOptions, Cache};
use crate::config::collection::Collection;
use crate::io::disk;
use crate::site::Site;
use collection::COLLECTION;
use prompt::Prompt;
use stop::Stop;

#[derive(Args)]
pub struct NewArguments {
    /// 栏目的名称、目录名或类型，如 科学专栏、column、article；collection 是新建栏目
    /// · a collection's title, folder or kind; `collection` makes a collection
    kind: Option<String>,
    /// 标题 · the title
    title: Option<String>,
    /// 给字段一个值，可写多次；组里的字段写 booking.method=phone · a field's value; may be given several times
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// 建成目录（里面是 index.md），图片可以放在旁边 · make a folder with index.md, for pictures beside it
    #[arg(long)]
    folder: bool,
    /// 不提问，缺什么就报错 · ask nothing; what is missing is an error
    #[arg(long)]
    no_input: bool,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 以哪一天为“今天” · the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    #[command(flatten)]
    pub shown: ReportDetail,
}

pub fn run(arguments: &NewArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = BuildOptions { drafts: true, ..once::options(Clock::new(asked), None, Audience::Authors) };
    let ready = build::prepare(&read.value, &options, &mut Cache::none());
    let report = Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown };
    let faults: Vec<Diagnostic> = ready.diagnostics().iter().filter(|found| found.code.0 == "E0101").cloned().collect();
    if !faults.is_empty() {
        report.each(&faults);
        eprintln!("{}", say(language, "没有写入任何文件", "Nothing was written"));
        return FAILURE;
    }
    let terminal = !arguments.no_input && io::stdin().is_terminal() && io::stderr().is_terminal();
    let prompt = terminal.then(|| Prompt::new(ready.site()));
    let new = New { arguments, snapshot: &read.value, options, site: ready.site(), known: ready.diagnostics(), prompt };
    let made = new.make();
    match made.and_then(|(path, text)| new.write(&path, &text).map(|place| (path, place))) {
        Ok((path, place)) => {
            print(&disk::shown(&place));
            if new.prompt.is_some() && crate::content::document::is_markdown(path.extension()) {
                let next = say(
                    language,
                    "接着写正文；用 kepu serve --drafts 边写边看，写好后删去 draft 一行",
                    "Go on with the text; `kepu serve --drafts` shows it, and without its line `draft` it is published",
                );
                eprintln!("{next}");
            }
            SUCCESS
        }
        Err(Stop::Faults(faults)) => {
            report.each(&faults);
            eprintln!("{}", say(language, "没有写入任何文件", "Nothing was written"));
            FAILURE
        }
        Err(Stop::Cancelled) => {
            eprintln!("{}", say(language, "已取消，没有写入任何文件", "Cancelled; nothing was written"));
            FAILURE
        }
        Err(Stop::Terminal(reason)) => {
            let (zh, en) = (
                format!("终端无法提问{reason}；没有写入任何文件"),
                format!("No prompt{reason:#}; nothing was written"),
            );
            eprintln!("{}", say(language, &zh, &en));
            FAILURE
        }
    }
}

/// One new file in the making.
struct New<'a> {
    arguments: &'a NewArguments,
    snapshot: &'a Snapshot,
    options: BuildOptions,
    site: &'a Site,
    /// What was wrong before.
    known: &'a [Diagnostic],
    /// None where there is nobody to ask.
    prompt: Option<Prompt<'a>>,
}

impl New<'_> {
    /// Where the file goes and what stands in it.
    fn make(&self) -> Result<(SourcePath, String), Stop> {
        let kind = match (&self.arguments.kind, &self.prompt) {
            (Some(kind), _) => kind.clone(),
            (None, Some(prompt)) => prompt.kind()?,
            (None, None) => return Err(messages::nothing_named(&self.names()).into()),
        };
        let mut given = self.given()?;
        if kind == COLLECTION && !self.site.collections.contains_key(COLLECTION) {
            return collection::make(self.arguments.title.as_deref(), &given, self.site, self.prompt.as_ref());
        }
        let collection = scaffold::collection(&kind, &self.site.collections)?;
        if let Some(title) = &self.arguments.title {
            given.insert(0, ("title".to_owned(), title.clone()));
        }
        let answers = self.answers(collection, given)?;
        self.file(collection, answers)
    }

    fn names(&self) -> String {
        scaffold::names(self.site.collections.values())
    }

    /// What `--set` says.
    fn given(&self) -> Result<Vec<(String, String)>, Diagnostic> {
        let pair = |text: &String| match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
            _ => Err(messages::not_an_assignment(text)),
        };
        self.arguments.set.iter().map(pair).collect()
    }

    /// Every answer: given, the day's, asked for.
    fn answers(&self, collection: &Collection, given: Vec<(String, String)>) -> Result<Answers, Stop> {
        let questions = scaffold::questions(collection);
        let mut answers = Answers::new();
        let mut faults = Vec::new();
        for (key, text) in given {
            let Some(question) = questions.iter().find(|question| question.key == key) else {
                let meant = did_you_mean(&key, questions.iter().map(|question| question.key.as_str()));
                faults.push(messages::unknown_field(&key, collection.message_name()).meant(meant));
                continue;
            };
            match scaffold::fault(question, &text, self.site) {
                Some(fault) => faults.push(fault),
                None if text.trim().is_empty() => {}
                None => drop(answers.insert(key, scaffold::value(&question.field.field_type, &text, self.site))),
            }
        }
        if !faults.is_empty() {
            return Err(Stop::Faults(faults));
        }
        let open = |answers: &Answers| -> Vec<&ScaffoldQuestion<'_>> {
            questions.iter().filter(|question| question.required && !answers.contains_key(&question.key)).collect()
        };
        match &self.prompt {
            Some(prompt) => {
                for question in open(&answers) {
                    let today = scaffold::published_on(collection) == Some(question.key.as_str());
                    let default = today.then(|| self.site.today.to_string());
                    prompt.answer(question, default.as_deref(), &mut answers)?;
                }
                for question in prompt.further(&questions, &answers)? {
                    prompt.answer(question, None, &mut answers)?;
                }
            }
            None => {
                if let Some(key) = scaffold::published_on(collection) {
                    answers.entry(key.to_owned()).or_insert_with(|| YamlValue::plain(self.site.today));
                }
                let missing = open(&answers);
                if let Some(first) = missing.first() {
                    let label = |question: &&ScaffoldQuestion<'_>| {
                        format!("{} {}", question.key, question.field.label.get(&self.site.config.language))
                    };
                    let keys: Vec<String> = missing.iter().map(label).collect();
                    return Err(
                        messages::answers_missing(collection.message_name(), &keys.join("、"), &first.key).into()
                    );
                }
            }
        }
        Ok(answers)
    }

    fn file(&self, collection: &Collection, answers: Answers) -> Result<(SourcePath, String), Stop> {
        Ok(scaffold::file(collection, self.site, answers, self.arguments.folder)?)
    }

    /// Writes the file, unless there is one, or the site would have an error that it hasn't now.
    fn write(&self, path: &SourcePath, text: &str) -> Result<PathBuf, Stop> {
        let exists = || Stop::from(messages::file_exists(path.as_str()));
        let beside = |path: &SourcePath| {
            let name = path.as_str();
            let other = name.strip_suffix("/index.md").map(|name| format!("{name}.md"));
            SourcePath::new(
                &other.unwrap_or_else(|| format!("{}/index.md", crate::content::document::without_markdown(name))),
            )
        };
        if self.snapshot.get(path).is_some() || beside(path).is_some_and(|path| self.snapshot.get(&path).is_some()) {
            return Err(exists());
        }
        let mut snapshot = self.snapshot.clone();
        snapshot.insert(path.clone(), SourceFile::new(text.as_bytes()));
        let ready = build::prepare(&snapshot, &self.options, &mut Cache::none());
        let mut faults: Vec<Diagnostic> =
            ready.diagnostics().iter().filter(|found| !self.known.contains(found)).cloned().collect();
        if has_errors(&faults) {
            // The file that they are about isn't there to be shown.
            for fault in &mut faults {
                fault.at = fault.at.take().filter(|at| at.path != *path);
            }
            return Err(Stop::Faults(faults));
        }
        disk::create(&self.arguments.root, path, text.as_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => exists(),
            _ => disk::write_fault(path.as_str(), &error).into(),
        })
    }
}
