//! `kepu import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::kept::Kept;
use super::once;
use super::progress::SignOfLife;
use super::report::{Report, ReportItem, Undone};
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::authoring::import::archive::{self, Archive};
use crate::authoring::import::calendar;
use crate::authoring::import::datum::Datum;
use crate::authoring::import::docx;
use crate::authoring::import::docx_fault;
use crate::authoring::import::docx_ready;
use crate::authoring::import::generator::{self, Generator, SiteMapping, Sources};
use crate::authoring::import::table::{TableOptions, drafts as table_drafts};
use crate::authoring::import::{
    ExistingSite, Fate, File, Import, ImportedText, PageContent, Sourced, Unfit, bring, word,
};
use crate::authoring::scaffold;
use crate::base::diagnostic::{Cause, Diagnostic, Language, Location, Severity, has_errors, messages, position};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{Audience, Cache};
use crate::config::collection::{Collection, Facet};
use crate::content::document::is_markdown;
use crate::io::disk;
use crate::io::programs::{git, pandoc};

/// What an import reads.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    Csv,
    /// 也读 .xls、.xlsb、.ods · reads .xls, .xlsb and .ods as well
    Xlsx,
    /// Word 文档，要先装好 pandoc · a Word document, by pandoc
    Docx,
    /// 日历文件，或放着它们的目录 · a calendar file, or a folder with some
    Ics,
    Hexo,
    Hugo,
    Zola,
    Jekyll,
    /// VuePress, VitePress
    Vuepress,
    Mkdocs,
    /// 导出的 .xml，或放着它和 uploads 的目录 · the exported .xml, or a folder with it and the uploads
    Wordpress,
    /// 浏览器存下来的网页，也可以是公众号文章 · pages that a browser saved, such as articles of an official account
    Html,
}

impl ImportKind {
    /// Whose site it is; none for a table.
    fn generator(self) -> Option<Generator> {
        match self {
            Self::Csv | Self::Xlsx | Self::Docx | Self::Ics => None,
            Self::Hexo => Some(Generator::Hexo),
            Self::Hugo => Some(Generator::Hugo),
            Self::Zola => Some(Generator::Zola),
            Self::Jekyll => Some(Generator::Jekyll),
            Self::Vuepress => Some(Generator::Vue),
            Self::Mkdocs => Some(Generator::MkDocs),
            Self::Wordpress => Some(Generator::WordPress),
            Self::Html => Some(Generator::Html),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DatumName {
    Wgs84,
    Gcj02,
    Bd09,
}

impl From<DatumName> for Datum {
    fn from(name: DatumName) -> Self {
        match name {
            DatumName::Wgs84 => Self::Wgs84,
            DatumName::Gcj02 => Self::Gcj02,
            DatumName::Bd09 => Self::Bd09,
        }
    }
}

#[derive(Args)]
pub struct ImportArguments {
    /// 来源的种类 · what it is
    kind: ImportKind,
    /// 表格或文档，或网站源文件的根目录 · the table or document, or the root of the other site's sources
    path: PathBuf,
    /// 导入到哪个栏目；原网站自己的内容类型写成 类型=栏目，可写多次 · the collection to import into; TYPE=COLLECTION for a kind of content of the old site, as often as needed
    #[arg(long, value_name = "COLLECTION", required = true)]
    into: Vec<String>,
    /// 写明哪一列填到哪个字段的文件（缺省在来源旁边，没有就新写一个）· says which column fills which field (default: beside the source, written if missing)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// 表里坐标的坐标系 · what the table's coordinates are measured in
    #[arg(long, value_enum)]
    datum: Option<DatumName>,
    /// 表里没有写年份的日期是哪一年（缺省看表格的标题）· the year of dates without one (default: that of the table's title)
    #[arg(long, value_name = "YYYY")]
    year: Option<i16>,
    /// 新条目写进栏目的 entries.csv，不是每条一个文件 · put new entries into the collection's entries.csv instead of a file each
    #[arg(long)]
    table: bool,
    /// 只说会写什么，不写文件 · say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// 以来源为准，替换已有的值和文件 · replace values and files that are there
    #[arg(long)]
    force: bool,
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

/// What shall be written, and what it was made of.
struct Brought {
    import: Import,
    /// The imported sources, as their diagnostics name them.
    sources: Snapshot,
    /// A mapping file to be written, with its place.
    mapping: Option<(PathBuf, String)>,
}

impl ImportArguments {
    /// The collection of everything that has none of its own.
    fn into(&self) -> &str {
        self.into.iter().find(|into| !into.contains('=')).map_or("", String::as_str)
    }

    /// Kinds of content with their collections.
    fn kinds(&self) -> impl Iterator<Item = (String, String)> {
        let pairs = self.into.iter().filter_map(|into| into.split_once('='));
        pairs.map(|(kind, into)| (kind.trim().to_owned(), into.trim().to_owned()))
    }
}

/// Says which options don't fit together, if there are any.
fn misused(arguments: &ImportArguments, language: Language) -> Option<&'static str> {
    let table = matches!(arguments.kind, ImportKind::Csv | ImportKind::Xlsx);
    let kinds = matches!(arguments.kind, ImportKind::Wordpress | ImportKind::Jekyll);
    if arguments.into.iter().filter(|into| !into.contains('=')).count() != 1 {
        return Some(say(
            language,
            "--into 要写一个栏目；另外的写成 类型=栏目",
            "--into takes one collection; others are written as TYPE=COLLECTION",
        ));
    }
    if !table && (arguments.datum.is_some() || arguments.table) {
        return Some(say(
            language,
            "--datum 和 --table 只用于 csv 和 xlsx",
            "--datum and --table are for csv and xlsx",
        ));
    }
    (!table && !kinds && (arguments.mapping.is_some() || arguments.into.len() > 1)).then(|| {
        say(
            language,
            "--mapping 和 类型=栏目 只用于 csv、xlsx、wordpress 和 jekyll",
            "--mapping and TYPE=COLLECTION are for csv, xlsx, wordpress and jekyll",
        )
    })
}

pub fn run(arguments: &ImportArguments, language: Language) -> i32 {
    if let Some(told) = misused(arguments, language) {
        eprintln!("{told}");
        return USAGE;
    }
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let site = read.value;
    let report = Report { language, format: arguments.format, snapshot: &site, shown: arguments.shown };
    let mut kept = Kept::of(&arguments.root);
    let mut cache = kept.lent_to(Cache::default());
    let options = once::options(Clock::new(asked), None, Audience::Authors);
    let existing = ExistingSite::of(&site, &options, &mut cache);
    let faults = [read.diagnostics, existing.ready.config_errors().to_vec()].concat();
    if has_errors(&faults) {
        report.failure(&faults, UNDONE);
        return FAILURE;
    }
    let life = SignOfLife::begin(arguments.format == ReportFormat::Text, say(language, "正在导入", "importing"));
    let brought = match arguments.kind.generator() {
        None if arguments.kind == ImportKind::Docx => paper(arguments, &existing, &mut cache),
        None if arguments.kind == ImportKind::Ics => calendars(arguments, &existing, &mut cache),
        None => table(arguments, &existing, &mut cache),
        Some(generator) => old_site(arguments, &existing, generator, &mut cache),
    };
    drop(life);
    let mut brought = match brought {
        Ok(brought) => brought,
        Err(fault) => {
            report.failure(&[fault], UNDONE);
            return FAILURE;
        }
    };
    let import = &mut brought.import;
    Diagnostic::sort(&mut import.diagnostics);

    let mut faults = Vec::new();
    if !arguments.dry_run {
        kept.note(&cache);
        let writes = import.files.iter().filter(|file| file.fate.writes());
        let written = disk::write_sources(&arguments.root, writes.map(|file| (&file.path, &*file.bytes)));
        faults.extend(written.err().into_iter().flatten());
        if let Some((path, text)) = &brought.mapping {
            faults.extend(disk::write_beside(path, text.as_bytes()).err());
        }
    }
    let tables = matches!(arguments.kind, ImportKind::Csv | ImportKind::Xlsx);
    let left_out = import.left_out() > 0 || tables && import.unfilled() > 0;
    let failed = left_out || has_errors(&import.diagnostics) || has_errors(&import.found) || !faults.is_empty();
    let told = Told {
        unfilled: if tables { import.unfilled() } else { 0 },
        formless: formless(import, &existing.collections),
        import,
        sources: &brought.sources,
        mapping: brought.mapping.as_ref().map(|(path, _)| path.as_path()),
    };
    match arguments.format {
        ReportFormat::Text => told.text(&report, &faults, arguments.dry_run),
        ReportFormat::Json => told.json(&report, &faults, arguments.dry_run, !failed),
    }
    if failed { FAILURE } else { SUCCESS }
}

fn table(arguments: &ImportArguments, existing: &ExistingSite, cache: &mut Cache) -> Result<Brought, Diagnostic> {
    let file = disk::read_file(&arguments.path)?;
    let path = name_of(&arguments.path)?;
    let mapping_place = arguments.mapping.clone().unwrap_or_else(|| arguments.path.with_extension("mapping.yaml"));
    let mapping_name = name_of(&mapping_place)?;
    let mapping = disk::read_if_there(&mapping_place)?;
    let options = TableOptions {
        into: arguments.into(),
        mapping: mapping.as_ref().map(|file| (&mapping_name, file)),
        year: arguments.year,
        datum: arguments.datum.map(Datum::from),
        table: arguments.table,
        force: arguments.force,
    };
    let made = table_drafts(existing, &path, file.held(), &options);
    let mut sources = Snapshot::default();
    sources.insert(path, SourceFile::new(made.text.into_bytes()));
    if let Some(file) = mapping {
        sources.insert(mapping_name, file);
    }
    let import = bring(existing, arguments.force, cache, |_, _| made.drafts.clone());
    Ok(Brought { import, sources, mapping: made.mapping.map(|text| (mapping_place, text)) })
}

/// A Word document, converted by pandoc.
fn paper(arguments: &ImportArguments, existing: &ExistingSite, cache: &mut Cache) -> Result<Brought, Diagnostic> {
    let site = existing.ready.site();
    let collection = scaffold::collection(arguments.into(), &site.collections)?;
    let name = name_of(&arguments.path)?;
    let file = disk::read_file(&arguments.path)?;
    if let Some(fault) = docx_fault::fault(file.held()) {
        return Err(messages::unreadable_document(name.as_str(), &fault.zh, &fault.en).at(Location::file(&name)));
    }
    let (document, found) = docx_ready::ready(file.held());
    let made = pandoc::convert((&arguments.path, &document), name.as_str(), docx::FILTER, docx::TEMPLATE)?;
    let pictures = made.pictures.iter().map(|(path, file)| (path.to_string(), file.clone())).collect();
    let paper = docx::Paper { name, text: made.text, document: file.held(), found, pictures };
    let name = paper.name.clone();
    let title = docx::title(&paper);
    let drafts = |unfit: &Unfit| docx::drafts(&paper, collection, site, unfit);
    let entry = drafts(&Unfit::new())?.files.first().map(|file| file.path.clone());
    let content = word::content(&document);
    let original = |(path, content): (&SourcePath, &PageContent)| ImportedText {
        path: path.clone(),
        title: title.clone(),
        from: Location::file(&name),
        content: content.clone(),
    };
    let import = bring(existing, arguments.force, cache, |unfit, _| Sourced {
        drafts: drafts(unfit).unwrap_or_default(),
        originals: entry.iter().zip(&content).map(original).collect(),
        mapping: None,
    });
    Ok(Brought { import, sources: Snapshot::default(), mapping: None })
}

/// Calendar files, matched by the UIDs of their events.
fn calendars(arguments: &ImportArguments, existing: &ExistingSite, cache: &mut Cache) -> Result<Brought, Diagnostic> {
    let mut sources = Snapshot::default();
    let mut faults = Vec::new();
    if arguments.path.is_dir() {
        let read = disk::read_folder(&arguments.path);
        (sources, faults) = (read.value, read.diagnostics);
    } else {
        sources.insert(name_of(&arguments.path)?, disk::read_file(&arguments.path)?);
    }
    let drafts = calendar::drafts(existing, &sources, arguments.into(), arguments.force)?;
    let mut import = bring(existing, arguments.force, cache, |_, _| drafts.clone());
    import.diagnostics.extend(faults);
    Ok(Brought { import, sources, mapping: None })
}

fn old_site(
    arguments: &ImportArguments,
    existing: &ExistingSite,
    generator: Generator,
    cache: &mut Cache,
) -> Result<Brought, Diagnostic> {
    let mut sources = Sources::default();
    let mut faults = Vec::new();
    if arguments.path.is_dir() {
        let read = disk::read_folder(&arguments.path);
        (sources.files, faults) = (read.value, read.diagnostics);
        sources.came = git::additions(&arguments.path).map(|log| Sources::days(&log)).unwrap_or_default();
    } else if let Some(packed) = packed(arguments)? {
        let (zh, en) = ("压缩包里的文件读不出来", "it can't be read from the archive");
        faults.extend(packed.unread.iter().map(|name| messages::read_failed(name, Cause::new(zh, en))));
        sources.files = packed.files;
    } else {
        // An export, with the uploads where WordPress keeps them or where they were put beside it.
        sources.files.insert(name_of(&arguments.path)?, disk::read_file(&arguments.path)?);
        let stem = arguments.path.file_stem().unwrap_or_default().to_string_lossy();
        let beside = [format!("{stem}_files"), format!("{stem}.files"), format!("{stem}_文件")];
        let uploads = ["wp-content/uploads".to_owned(), "uploads".to_owned()];
        let folders = if generator == Generator::Html { beside.as_slice() } else { uploads.as_slice() };
        // Most exports have no such folder.
        for uploads in folders.iter().filter(|name| arguments.path.with_file_name(name).is_dir()) {
            let read = disk::read_folder(&arguments.path.with_file_name(uploads));
            faults.extend(read.diagnostics);
            for (path, file) in read.value.iter() {
                if let Some(path) = SourcePath::new(&format!("{uploads}/{path}")) {
                    sources.files.insert(path, file.clone());
                }
            }
        }
    }
    let mapping_place = arguments.mapping.clone().unwrap_or_else(|| arguments.path.with_extension("mapping.yaml"));
    let mapping_name = name_of(&mapping_place)?;
    let mapping = disk::read_if_there(&mapping_place)?;
    if let Some(file) = &mapping {
        sources.mapping = SiteMapping::read(&mapping_name, file, &mut faults);
        sources.files.insert(mapping_name, file.clone());
    }
    sources.mapping.types.extend(arguments.kinds());
    let kind = (generator, arguments.into());
    let drafts = |unfit: &Unfit, cache: &mut Cache| generator::drafts(existing, &sources, kind, unfit, cache);
    let mut import = bring(existing, arguments.force, cache, drafts);
    import.diagnostics.extend(faults);
    let written = import.mapping.take().filter(|_| mapping.is_none()).map(|text| (mapping_place, text));
    Ok(Brought { import, sources: sources.files, mapping: written })
}

/// The files of an archive, if the source is one.
fn packed(arguments: &ImportArguments) -> Result<Option<Archive>, Diagnostic> {
    let file = disk::read_file(&arguments.path)?;
    if !archive::is_archive(file.held()) {
        return Ok(None);
    }
    let read = archive::read(file.held());
    read.map(Some)
        .map_err(|fault| messages::read_failed(&arguments.path.to_string_lossy(), Cause::new(&fault.zh, &fault.en)))
}

/// A file outside the site, as messages name it.
fn name_of(path: &Path) -> Result<SourcePath, Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let named = SourcePath::new(&name.replace('\\', "_"));
    named.ok_or_else(|| messages::read_failed(&path.to_string_lossy(), Cause::new("这不是文件名", "not a file's name")))
}

/// Counts the new texts of collections of events that have a field `form` and no value for it.
fn formless(import: &Import, collections: &BTreeMap<String, Collection>) -> usize {
    let wants = |file: &File| {
        let name = file.path.below("content").and_then(|below| below.split('/').next());
        let collection = name.and_then(|name| collections.get(name));
        collection
            .is_some_and(|found| found.has(Facet::Schedule) && found.fields.iter().any(|field| &*field.key == "form"))
    };
    let without = |file: &File| {
        let text = String::from_utf8_lossy(&file.bytes);
        is_markdown(file.path.extension()) && !text.lines().any(|line| line.starts_with("form:"))
    };
    import.files.iter().filter(|file| file.fate == Fate::Made && wants(file) && without(file)).count()
}

/// An import with what it says about itself.
struct Told<'a> {
    /// How many values of a table filled no field.
    unfilled: usize,
    /// How many new events have no form, so that no indicator counts them.
    formless: usize,
    import: &'a Import,
    sources: &'a Snapshot,
    mapping: Option<&'a Path>,
}

/// A shortcode may stand in a thousand texts: these places are shown with their lines, as many more are named.
const MOST_DRAWN: usize = 2;
const MOST_NAMED: usize = 5;

/// What a failed import has not done.
const UNDONE: Undone = Undone { zh: "什么也没有导入", en: "nothing was imported" };

impl Told<'_> {
    fn text(&self, report: &Report<'_>, faults: &[Diagnostic], dry: bool) {
        let language = report.language;
        self.counts(language);
        self.sources(&Report { snapshot: self.sources, ..*report });
        report.text(&self.import.found);
        report.text(faults);
        for file in &self.import.files {
            if file.fate != Fate::Unchanged {
                print(&format!("  {} {}", fate(file.fate, language), file.path));
            }
        }
        if let Some(mapping) = self.mapping.filter(|_| !dry) {
            let told = say(
                language,
                "列与字段的对应写在这里，可补全后再导入一次：",
                "columns and fields are written down here; complete it and import again: ",
            );
            print(&format!("{told}{}", disk::shown(mapping)));
        }
        let errors = self.import.found.iter().filter(|found| found.severity() == Severity::Error).count();
        let pages = self.import.pages;
        print(&match (language, errors) {
            (Language::Chinese, 0) => format!("网站可以编译，共 {pages} 页"),
            (Language::English, 0) => format!("the site builds: {pages} pages"),
            (Language::Chinese, _) => format!("网站还有 {errors} 处错误，不在导入的文件里，请先改好"),
            (Language::English, _) => {
                format!("the site has {errors} errors that aren't in imported files; mend them first")
            }
        });
        if self.formless > 0 {
            print(&match (language, self.formless) {
                (Language::Chinese, count) => format!(
                    "{count} 项活动没有“形式”（form），年度统计的各项指标都数不到它们：表里有这一列的，在对应文件的 columns 里把它对到 form，再导入一次；没有的，在各活动里补写 form"
                ),
                (Language::English, count) => format!(
                    "{count} events have no `form`, so no indicator of the annual statistics counts them: map a column to `form` in the mapping file and import again, or write `form` in each event"
                ),
            });
        }
        print(&self.outcome(dry, language));
    }

    /// The last line: what became of the import.
    fn outcome(&self, dry: bool, language: Language) -> String {
        let written = self.import.count(Fate::Made) + self.import.count(Fate::Updated);
        let left_out = self.import.left_out();
        let errors = self.import.diagnostics.iter().filter(|told| told.severity() == Severity::Error).count();
        match (language, errors, left_out) {
            (Language::Chinese, 1.., _) if written == 0 => format!("有 {errors} 处错误，{}", UNDONE.zh),
            (Language::English, 1.., _) if written == 0 => format!("errors: {errors}; {}", UNDONE.en),
            (Language::Chinese, ..) if dry => "这是演练，什么也没有写".to_owned(),
            (Language::English, ..) if dry => "this was a dry run; nothing was written".to_owned(),
            (Language::Chinese, _, 0) if self.unfilled > 0 => {
                format!("已导入，写了 {written} 个文件；{} 处没有填进字段，原因在上面", self.unfilled)
            }
            (Language::English, _, 0) if self.unfilled > 0 => {
                format!(
                    "imported; files written: {written}, filled no field: {}, with the reasons above",
                    self.unfilled
                )
            }
            (Language::Chinese, _, 0) => format!("已导入，写了 {written} 个文件"),
            (Language::English, _, 0) => format!("imported; files written: {written}"),
            (Language::Chinese, ..) if written == 0 => {
                format!("一个文件也没有写；{left_out} 条没有导入，原因在上面")
            }
            (Language::English, ..) if written == 0 => {
                format!("no file was written; not imported: {left_out}, with the reasons above")
            }
            (Language::Chinese, ..) => {
                format!("导入了一部分，写了 {written} 个文件；{left_out} 条没有导入，原因在上面")
            }
            (Language::English, ..) => {
                format!("imported in part; files written: {written}, not imported: {left_out}, with the reasons above")
            }
        }
    }

    /// What came in and what didn't, before all else.
    fn counts(&self, language: Language) {
        let count = |fate| self.import.count(fate);
        let (made, updated) = (count(Fate::Made), count(Fate::Updated));
        let (unchanged, kept) = (count(Fate::Unchanged), count(Fate::Kept));
        let (told, left_out) = (self.import.diagnostics.len(), self.import.left_out());
        print(&match language {
            Language::Chinese => format!(
                "新建 {made} 个文件，更新 {updated} 个，未变 {unchanged} 个，保留原样 {kept} 个；没有导入 {left_out} 条；另有 {told} 处要看一看"
            ),
            Language::English => format!(
                "{made} files made, {updated} updated, {unchanged} unchanged, {kept} left as they stand; {left_out} not imported; {told} things to look at"
            ),
        });
    }

    /// What is reported of the sources: of many of one kind the first few, the first places of each thing with their
    /// lines, unless all are wanted.
    fn sources(&self, report: &Report<'_>) {
        let all = report.shown.all;
        let mut short: Vec<Diagnostic> = self.import.diagnostics.clone();
        for diagnostic in &mut short {
            let rest = diagnostic.related.split_off(diagnostic.related.len().min(MOST_DRAWN));
            let named = if all { rest.len() } else { rest.len().min(MOST_NAMED) };
            let texts = report.texts([&Diagnostic { related: rest.clone(), ..diagnostic.clone() }]);
            let places = rest.iter().take(named).map(|(at, label)| {
                // A title names a place better than a line of an export.
                if label.zh.starts_with('“') {
                    return if report.language == Language::Chinese { label.zh.clone() } else { label.en.clone() };
                }
                let line = at.span.zip(texts.get(&at.path)).map(|(span, text)| position(text, span.start).line);
                line.map_or_else(|| at.path.to_string(), |line| format!("{}:{line}", at.path))
            });
            let places: Vec<String> = places.collect();
            if places.is_empty() {
                continue;
            }
            let (count, zh, en) = (rest.len(), places.join("、"), places.join(", "));
            let more =
                if named < count { ("等；加 --all 全部列出", " …; --all lists them") } else { ("", "") };
            diagnostic.help.zh.push_str(&format!("。还有 {count} 处：{zh}{}", more.0));
            diagnostic.help.en.push_str(&format!(". {count} more: {en}{}", more.1));
        }
        report.text(&short);
    }

    fn json(&self, report: &Report<'_>, faults: &[Diagnostic], dry_run: bool, ok: bool) {
        let mut build = report.items(&self.import.found);
        build.extend(report.items(faults));
        let sources = Report { snapshot: self.sources, ..*report };
        let files = self.import.files.iter().map(|File { path, fate, from, .. }| JsonFile {
            path: path.as_str(),
            fate: *fate,
            from: from.path.as_str(),
        });
        let whole = Whole {
            ok,
            dry_run,
            pages: self.import.pages,
            left_out: self.import.left_out(),
            files: files.collect(),
            mapping: self.mapping.map(|path| path.to_string_lossy().into_owned()),
            diagnostics: sources.items(&self.import.diagnostics),
            build,
        };
        print(&serde_json::to_string_pretty(&whole).unwrap_or_default());
    }
}

fn fate(fate: Fate, language: Language) -> &'static str {
    match fate {
        Fate::Made => say(language, "新建", "made"),
        Fate::Updated => say(language, "更新", "updated"),
        Fate::Unchanged => say(language, "未变", "unchanged"),
        Fate::Kept => say(language, "保留", "kept"),
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    ok: bool,
    dry_run: bool,
    /// Of the site with the new files.
    pages: usize,
    /// How many texts, rows or kinds of content weren't imported.
    left_out: usize,
    files: Vec<JsonFile<'a>>,
    mapping: Option<String>,
    /// About the imported sources.
    diagnostics: Vec<ReportItem<'a>>,
    /// What the build of the site finds then.
    build: Vec<ReportItem<'a>>,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    path: &'a str,
    fate: Fate,
    from: &'a str,
}
