//! What the studio does when its page asks for something. Every answer is made of the functions that the commands use.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::asker::{on_behalf_of, person};
use super::background::Background;
use super::counted::OpenComments;
use super::found::{Findings, SavedSite};
use super::journal::StudioJournal;
use super::notices::StudioNotices;
use super::presence::Presence;
use super::queue::TextQueue;
use super::state::SiteState;
use super::unsaved::{Unsaved, kept_name};
use super::user;
use super::waiting::WaitingPages;
use crate::authoring::studio::{self, FieldChange, GridEdit, StudioAccess, StudioRequest, UPLOAD};
use crate::base::diagnostic::{Checked, Diagnostic, Language, Localized, has_errors};
use crate::base::source::Snapshot;
use crate::base::text::{Count, utf16_len};
use crate::base::url::SourcePath;
use crate::build::Checks;
use crate::cli::serve::Site;
use crate::cli::terminal::say;
use crate::cli::today::Clock;
use crate::config::collection::{Collection, Facet};
use crate::content::document::{self, Role};
use crate::content::front_matter;
use crate::io::disk;
use crate::io::server::studio::{Asker, Desk, DoorEvent, Refusal};
use crate::io::server::{Publication, Server};

/// The studio of one site.
pub struct Studio {
    pub(super) root: PathBuf,
    pub(super) language: Language,
    preview: Server,
    state: Mutex<SiteState>,
    pub(super) changed: Condvar,
    /// The build that is being looked through; another number ends it.
    looking: AtomicU64,
    /// What was found in the files as they were saved.
    pub(super) findings: Mutex<Option<Arc<Findings>>>,
    /// The site as it was saved when someone last looked where its review stands.
    pub(super) saved: Mutex<Option<SavedSite>>,
    /// Whether every save is a git commit.
    pub(super) commits: AtomicBool,
    /// What every page shows beside its answers.
    pub(super) notices: StudioNotices,
    pub(super) open_comments: OpenComments,
    /// Whether several people use it, who sign in.
    pub(super) is_shared: bool,
    pub(super) presence: Presence,
    pub(super) waiting: WaitingPages,
    pub(super) background: Background,
    pub(super) queue: TextQueue,
    /// The log of who did what.
    pub(super) journal: Arc<StudioJournal>,
}

/// How long nothing changes before the whole site is looked through.
const QUIET: Duration = Duration::from_millis(1500);

impl Studio {
    pub fn new(
        root: PathBuf,
        language: Language,
        clock: Clock,
        preview: Server,
        read: Checked<Snapshot>,
        is_shared: bool,
        journal: Arc<StudioJournal>,
    ) -> Self {
        let mut state = SiteState::new(&root, read.value, read.diagnostics, clock, preview.url());
        // Texts of others stay on the disk, until their owners are there again.
        let people = if is_shared { user::read(&root, language).ok() } else { None };
        let is_known = |name: &str| people.as_ref().is_none_or(|people| people.named(name).is_some());
        for kept in disk::unsaved(&root).iter().filter_map(|bytes| Unsaved::parse(bytes)) {
            if let Some(path) = SourcePath::new(&kept.path).filter(|_| kept.has_owner(is_shared, is_known)) {
                state.unsaved.put(path, kept);
            }
        }
        let (state, changed, looking) = (Mutex::new(state), Condvar::new(), AtomicU64::new(0));
        let (findings, saved, notices) = (Mutex::new(None), Mutex::new(None), StudioNotices::default());
        let (commits, open_comments) = (AtomicBool::new(false), OpenComments::default());
        let (presence, waiting, queue) = (Presence::default(), WaitingPages::default(), TextQueue::default());
        let studio = Self {
            root,
            language,
            preview,
            state,
            changed,
            looking,
            findings,
            saved,
            commits,
            notices,
            open_comments,
            is_shared,
            presence,
            waiting,
            background: Background::default(),
            queue,
            journal,
        };
        studio.publish(&studio.lock());
        studio
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, SiteState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up the files as they are now.
    pub fn take_up(&self, read: Checked<Snapshot>) {
        let mut state = self.lock();
        if state.take_up(read, |path| disk::read_if_there(&self.root.join(path.as_str()))) {
            self.rebuild(&mut state);
        }
    }

    /// Builds again if the day is another, or something is due.
    pub fn new_day(&self) {
        let mut state = self.lock();
        if state.has_another_day() {
            // Pages of a shared studio wait for what is saved; the day changes what they show as well.
            state.saves += 1;
            self.rebuild(&mut state);
        }
    }

    /// When the clock is to be asked again whether the day is another.
    pub fn due(&self) -> Option<Instant> {
        self.lock().rest()
    }

    /// Looks for what is wrong with all pages after every change, once nothing has changed for a while. Never returns.
    pub fn keep_looking(&self) {
        let mut checks = Checks::default();
        let mut looked = 0;
        loop {
            let state = self.lock();
            let same = |state: &mut SiteState| state.builds == looked;
            drop(self.changed.wait_while(state, same).unwrap_or_else(PoisonError::into_inner));
            std::thread::sleep(QUIET);
            let (ready, build) = {
                let state = self.lock();
                (state.ready.clone(), state.builds)
            };
            self.looking.store(build, Ordering::Relaxed);
            let stop = || self.looking.load(Ordering::Relaxed) != build;
            if let Some(faults) = self.background.run(|| ready.check(&mut checks, stop)) {
                looked = build;
                let mut state = self.lock();
                state.faults = faults;
                state.forget_rows();
                self.changed.notify_all();
            }
        }
    }

    pub(super) fn rebuild(&self, state: &mut SiteState) {
        self.build(state);
        self.publish(state);
    }

    pub(super) fn build(&self, state: &mut SiteState) {
        // Whoever looks through the whole site makes room for the editor.
        self.looking.store(0, Ordering::Relaxed);
        state.rebuild();
        self.changed.notify_all();
    }

    /// Shows the site in the preview, unless there is an error that keeps it from being one.
    pub(super) fn publish(&self, state: &SiteState) {
        self.commits.store(state.ready.site().config.commits, Ordering::Relaxed);
        let whole = !has_errors(state.ready.config_errors());
        let site: Option<Arc<dyn crate::io::server::Outputs>> =
            if whole { Some(Arc::new(Site::new(&state.ready, state.good.clone()))) } else { None };
        let renamed = Arc::default();
        let (problems, more) = (Vec::new(), 0);
        self.preview.publish(Publication { site, problems, more, language: self.language, renamed });
    }

    pub(super) fn say(&self, zh: &str, en: &str) -> String {
        say(self.language, zh, en).to_owned()
    }

    pub(super) fn page_language(&self) -> &'static str {
        say(self.language, "zh-CN", "en")
    }

    pub(super) fn refused(&self, kind: &'static str, zh: &str, en: &str) -> Refusal {
        self.refused_with(kind, self.say(zh, en), Value::Null)
    }

    pub(super) fn refused_with(&self, kind: &'static str, message: String, more: Value) -> Refusal {
        Refusal { kind, message, more }
    }

    pub(super) fn gone(&self) -> Refusal {
        self.refused("gone", "这个文件已经不在了", "this file is gone")
    }

    pub(super) fn told(&self, fault: &Diagnostic) -> Refusal {
        let (message, help) = (fault.message.get(self.language), fault.help.get(self.language));
        let kind = if fault.code.0 == "E1108" { "unreadable" } else { "invalid" };
        Refusal { kind, message: message.to_owned(), more: json!({ "help": help, "code": fault.code.0 }) }
    }

    pub(super) fn named(&self, state: &SiteState, id: &str) -> Result<SourcePath, Refusal> {
        state.path(id).cloned().ok_or_else(|| self.gone())
    }

    /// What was found wrong, in the order of the report.
    pub(super) fn all_faults(&self, state: &SiteState) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> =
            state.unread.iter().chain(&state.faults).chain(state.ready.diagnostics()).cloned().collect();
        Diagnostic::sort(&mut faults);
        faults.dedup();
        faults
    }

    pub(super) fn open(&self, id: &str) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        let file = state.files.get(&path).ok_or_else(|| self.gone())?;
        let Some(text) = document::text_of(&path, file) else {
            return Err(self.refused(
                "unreadable",
                "这个文件不是 UTF-8 文字，请用别的程序另存为 UTF-8",
                "this file isn't UTF-8",
            ));
        };
        let site = state.ready.site();
        let at = document::content_path(&path, &site.config.languages).ok().flatten().ok_or_else(|| self.gone())?;
        let collection = site.collections.get(&at.collection).ok_or_else(|| self.gone())?;
        let form = (at.role == Role::Entry).then(|| studio::form(collection, site, self.page_language()));
        let kept = state.unsaved.of(&path, person().as_deref());
        let shown = kept.map_or(&*text, |kept| &kept.text);
        let mut answer = json!({
            "id": id,
            "collection": at.collection,
            "collection_title": collection.title.get(self.page_language()),
            "file": path.below("content"),
            "table": at.role == Role::Table,
            "text_first": collection.has(Facet::Publication),
            "text": text,
            "basis": file.fingerprint.to_string(),
            "form": form.map(|form| form.fields),
            "unsaved": kept.map(|kept| json!({ "text": kept.text, "basis": kept.basis, "time": kept.time })),
        });
        let found = self.look(&state, &path, shown);
        if let (Some(answer), Value::Object(found)) = (answer.as_object_mut(), found) {
            answer.extend(found);
        }
        Ok(answer)
    }

    /// What there is to know of a text: its values, what is wrong with it, its page.
    pub(super) fn look(&self, state: &SiteState, path: &SourcePath, text: &str) -> Value {
        let ready = &state.ready;
        let front = front_matter::split(text, path, &mut Vec::new());
        let about = |fault: &&Diagnostic| fault.at.as_ref().is_some_and(|at| at.path == *path);
        let mut found: Vec<Diagnostic> = ready.diagnostics().iter().filter(about).cloned().collect();
        let url = ready.page_of(path);
        if let Some(output) = url.and_then(|url| url.output_path().ok()) {
            found.extend(ready.faults_of(&output));
        }
        let problems = studio::problems(&found, path, text, self.language);
        let entry = ready.site().by_source(path).map(|id| ready.site().entry(id).clone());
        let body = text.get(front.body..).unwrap_or_default();
        json!({
            "values": studio::values(&front.map),
            "readable": front.state != front_matter::FrontMatterState::Unread,
            "body": utf16_len(&text[..front.body.min(text.len())]),
            "problems": problems,
            "comments": self.comments_beside(path, text),
            "url": url.map(|url| format!("{}{url}", self.preview.origin())),
            "titles": self.collection_of(state, path).map(|one| studio::titles(&one.fields, &front.map, ready.site())).unwrap_or_default(),
            "words": Count::of(body).total(),
            "read": entry.map(|entry| studio::read_back(&entry, self.language)),
        })
    }

    fn change(&self, id: &str, text: &str, changes: &Map<String, Value>) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        let site = state.ready.site();
        let collection = self.collection_of(&state, &path)?;
        let front = front_matter::split(text, &path, &mut Vec::new()).map;
        let typed = studio::values(&front);
        let changes: Vec<FieldChange> = changes
            .iter()
            .filter(|(key, value)| typed.get(*key).unwrap_or(&Value::Null) != *value)
            .map(|(key, value)| {
                let field_type = collection.field(key).map(|field| &field.field_type);
                FieldChange { key: key.clone(), value: studio::written(field_type, value, front.get(key), site) }
            })
            .collect();
        let made = studio::change(text, &path, &collection.fields, &changes).map_err(|fault| self.told(&fault))?;
        Ok(json!({ "text": made }))
    }

    pub(super) fn collection_of<'a>(&self, state: &'a SiteState, path: &SourcePath) -> Result<&'a Collection, Refusal> {
        let site = state.ready.site();
        let at = document::content_path(path, &site.config.languages).ok().flatten().ok_or_else(|| self.gone())?;
        site.collections.get(&at.collection).ok_or_else(|| self.gone())
    }

    /// The rows of a table, with changes made in it.
    fn grid(&self, id: &str, text: &str, changes: &[GridEdit]) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        let collection = self.collection_of(&state, &path)?;
        let refused = |fault: Localized| self.refused("invalid", &fault.zh, &fault.en);
        let made = if changes.is_empty() { text.to_owned() } else { studio::edited(text, changes).map_err(refused)? };
        let grid = studio::grid(&made, collection, state.ready.site(), self.page_language());
        Ok(json!({ "text": made, "columns": grid.columns, "rows": grid.rows }))
    }

    fn discard(&self, id: &str) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, id)?;
        self.forget(&mut state, id, &path)?;
        self.rebuild(&mut state);
        drop(state);
        self.open(id)
    }

    pub(super) fn forget(&self, state: &mut SiteState, id: &str, path: &SourcePath) -> Result<(), Refusal> {
        let person = person();
        state.unsaved.remove(path, person.as_deref());
        state.show(path, None);
        disk::keep_unsaved(&self.root, &kept_name(id, person.as_deref()), None).map_err(|error| self.disk(&error))
    }

    pub(super) fn disk(&self, error: &std::io::Error) -> Refusal {
        let message = match self.language {
            Language::Chinese => {
                format!("没有写成：{error}。文字还在这一页上，请检查磁盘空间，或这个文件是不是被别的程序打开着")
            }
            Language::English => {
                format!(
                    "it couldn't be written: {error}. The text is still on this page; check the disk's space, and whether another program has the file open"
                )
            }
        };
        Refusal { kind: "disk", message, more: Value::Null }
    }
}

impl Desk for Studio {
    fn answer(&self, asker: Option<&Asker>, request: &[u8]) -> Result<Value, Refusal> {
        on_behalf_of(asker, || {
            let request: StudioRequest = serde_json::from_slice(request).map_err(|error| Refusal {
                kind: "invalid",
                message: error.to_string(),
                more: Value::Null,
            })?;
            self.watched(request.access(), || self.answered(&request))
        })
    }

    fn take(&self, asker: Option<&Asker>, entry: &str, name: &str, bytes: &[u8]) -> Result<Value, Refusal> {
        on_behalf_of(asker, || {
            let access = StudioAccess { entry: Some(entry), ..UPLOAD };
            self.watched(access, || {
                if entry.is_empty() { self.stage(name, bytes) } else { self.take_beside(entry, name, bytes) }
            })
        })
    }

    fn note(&self, event: &DoorEvent<'_>) {
        let _ = self.journal.write_event(event);
    }
}

impl Studio {
    fn answered(&self, request: &StudioRequest) -> Result<Value, Refusal> {
        match request {
            StudioRequest::Site {} => Ok(self.with_people(self.site())),
            StudioRequest::List(query) => Ok(self.with_people(self.list(query))),
            StudioRequest::Open { id } => self.open(id),
            StudioRequest::Change { id, text, changes } => self.change(id, text, changes),
            StudioRequest::Draft { id, basis, text } => self.draft(id, basis, text),
            StudioRequest::Discard { id } => self.discard(id),
            StudioRequest::Save { id, basis, text } => self.save(id, basis, text),
            StudioRequest::Month { collection, month } => self.month(collection, month),
            StudioRequest::Move { id, day, announced } => self.shift(id, day, *announced),
            StudioRequest::New { collection, title, values } => self.make(collection, title, values),
            StudioRequest::Delete { id, basis } => self.delete(id, basis),
            StudioRequest::Rows { id, text, changes } => self.grid(id, text, changes),
            StudioRequest::Import(request) => self.import(request),
            StudioRequest::Settings { text, changes } => self.settings(text.as_deref(), changes),
            StudioRequest::Renaming { renames } => Ok(self.renaming(renames)),
            StudioRequest::SaveSettings { basis, text, renames } => self.save_settings(basis, text, renames),
            StudioRequest::Init(_) => Err(self.refused("invalid", "网站已经有了", "there is a site already")),
            StudioRequest::Paste { id, html, rtf, first_note } => self.paste(id, html, rtf, *first_note),
            StudioRequest::Picture { id, name } => self.picture(id, name),
            StudioRequest::Fetch { id, url } => self.fetch(id, url),
            StudioRequest::Find { text } => Ok(self.find(text)),
            StudioRequest::Suggest { to, text } => Ok(self.suggest(to, text)),
            StudioRequest::Comments { id, text } => self.comments(id, text),
            StudioRequest::Comment { id, text, action } => self.comment(id, text, action),
            StudioRequest::History { id } => self.history(id),
            StudioRequest::Version { id, version } => self.version(id, version),
            StudioRequest::Bin {} => Ok(self.bin()),
            StudioRequest::Restore { id, version } => self.restore(id, version),
            StudioRequest::Check {} => Ok(self.check()),
            StudioRequest::Mending { code } => Ok(self.mending(code)),
            StudioRequest::Mend { code } => self.mend(code),
            StudioRequest::Due {} => Ok(self.due_now()),
            StudioRequest::Every(query) => Ok(self.every(query)),
            StudioRequest::Bulk { ids, action } => self.bulk(ids, action),
            StudioRequest::Targets {} => Ok(self.targets()),
            StudioRequest::Publish { target, rehearsal, back } => {
                self.publish_to(target.as_deref(), *rehearsal, back.as_deref())
            }
            StudioRequest::KeepAddress { id, address } => self.keep_address(id, address),
            StudioRequest::Wait { since, heard } => self.wait(*since, *heard),
            StudioRequest::Here { id, left } => Ok(self.here(id, *left)),
            StudioRequest::Stages { id } => self.stages(id),
            StudioRequest::Sign(signing) => self.sign(signing),
            StudioRequest::Journal {} => Ok(self.lines()),
        }
    }
}
