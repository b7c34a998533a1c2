//! `kepu import`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::arguments::ReportFormat;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::kept::Kept;
use super::once;
use super::report::{Report, ReportItem};
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::authoring::import::datum::Datum;
use crate::authoring::import::docx;
use crate::authoring::import::generator::{self, Generator, Sources};
use crate::authoring::import::table::{TableOptions, drafts as table_drafts};
use crate::authoring::import::{ExistingSite, Fate, File, Import, Unfit, bring};
use crate::authoring::scaffold;
use crate::base::diagnostic::{Diagnostic, Language, Severity, has_errors, messages, position};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{Audience, Cache};
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
    Hexo,
    Hugo,
    Zola,
    Jekyll,
    /// VuePress, VitePress
    Vuepress,
    /// 导出的 .xml，或放着它和 uploads 的目录 · the exported .xml, or a folder with it and the uploads
    Wordpress,
}

impl ImportKind {
    /// Whose site it is; none for a table.
    fn generator(self) -> Option<Generator> {
        match self {
            Self::Csv | Self::Xlsx | Self::Docx => None,
            Self::Hexo => Some(Generator::Hexo),
            Self::Hugo => Some(Generator::Hugo),
            Self::Zola => Some(Generator::Zola),
            Self::Jekyll => Some(Generator::Jekyll),
            Self::Vuepress => Some(Generator::Vue),
            Self::Wordpress => Some(Generator::WordPress),
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
    /// 导入到哪个栏目 · the collection to import into
    #[arg(long, value_name = "COLLECTION")]
    into: String,
    /// 写明哪一列填到哪个字段的文件（缺省在表格旁边，没有就新写一个）· says which column fills which field (default: beside the table, written if missing)
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
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// 以哪一天为“今天” · the day to build for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

/// What shall be written, and what it was made of.
struct Brought {
    import: Import,
    /// The imported sources, as their diagnostics name them.
    sources: Snapshot,
    /// A mapping file to be written, with its place.
    mapping: Option<(PathBuf, String)>,
}

pub fn run(arguments: &ImportArguments, language: Language) -> i32 {
    if !matches!(arguments.kind, ImportKind::Csv | ImportKind::Xlsx)
        && (arguments.mapping.is_some() || arguments.datum.is_some() || arguments.table)
    {
        let told = say(
            language,
            "--mapping、--datum 和 --table 只用于 csv 和 xlsx",
            "--mapping, --datum and --table are for csv and xlsx",
        );
        eprintln!("{told}");
        return USAGE;
    }
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let site = read.value;
    let report = Report { language, format: arguments.format, snapshot: &site };
    let mut kept = Kept::of(&arguments.root);
    let mut cache = kept.lent_to(Cache::default());
    let options = once::options(Clock::new(asked), None, Audience::Authors);
    let existing = ExistingSite::of(&site, &options, &mut cache);
    let faults = [read.diagnostics, existing.ready.config_errors().to_vec()].concat();
    if has_errors(&faults) {
        report.failure(&faults);
        return FAILURE;
    }
    let brought = match arguments.kind.generator() {
        None if arguments.kind == ImportKind::Docx => paper(arguments, &existing, &mut cache),
        None => table(arguments, &existing, &mut cache),
        Some(generator) => old_site(arguments, &existing, generator, &mut cache),
    };
    let mut brought = match brought {
        Ok(brought) => brought,
        Err(fault) => {
            report.failure(&[fault]);
            return FAILURE;
        }
    };
    let import = &mut brought.import;
    Diagnostic::sort(&mut import.diagnostics);

    let mut faults = Vec::new();
    if !arguments.dry_run {
        kept.note(&cache);
        for file in import.files.iter().filter(|file| file.fate.writes()) {
            faults.extend(disk::write_source(&arguments.root, &file.path, &file.bytes).err());
        }
        if let Some((path, text)) = &brought.mapping {
            faults.extend(disk::write_beside(path, text.as_bytes()).err());
        }
    }
    let failed = has_errors(&import.diagnostics) || has_errors(&import.found) || !faults.is_empty();
    let told =
        Told { import, sources: &brought.sources, mapping: brought.mapping.as_ref().map(|(path, _)| path.as_path()) };
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
        into: &arguments.into,
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
    let collection = scaffold::collection(&arguments.into, &site.collections)?;
    let name = name_of(&arguments.path)?;
    let made = pandoc::convert(&arguments.path, name.as_str(), docx::FILTER, docx::TEMPLATE)?;
    let pictures = made.pictures.iter().map(|(path, file)| (path.to_string(), file.clone())).collect();
    let paper = docx::Paper { name, text: made.text, pictures };
    let drafts = docx::drafts(&paper, collection, site)?;
    let import = bring(existing, arguments.force, cache, |_, _| drafts.clone());
    Ok(Brought { import, sources: Snapshot::default(), mapping: None })
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
    } else {
        // An export, with the uploads where WordPress keeps them or where they were put beside it.
        sources.files.insert(name_of(&arguments.path)?, disk::read_file(&arguments.path)?);
        for uploads in ["wp-content/uploads", "uploads"] {
            let read = disk::read_folder(&arguments.path.with_file_name(uploads));
            for (path, file) in read.value.iter() {
                if let Some(path) = SourcePath::new(&format!("{uploads}/{path}")) {
                    sources.files.insert(path, file.clone());
                }
            }
        }
    }
    let kind = (generator, arguments.into.as_str());
    let drafts = |unfit: &Unfit, cache: &mut Cache| generator::drafts(existing, &sources, kind, unfit, cache);
    let mut import = bring(existing, arguments.force, cache, drafts);
    import.diagnostics.extend(faults);
    Ok(Brought { import, sources: sources.files, mapping: None })
}

/// A file outside the site, as messages name it.
fn name_of(path: &Path) -> Result<SourcePath, Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let named = SourcePath::new(&name.replace('\\', "_"));
    named.ok_or_else(|| messages::read_failed(&path.to_string_lossy(), "not a file's name"))
}

/// An import with what it says about itself.
struct Told<'a> {
    import: &'a Import,
    sources: &'a Snapshot,
    mapping: Option<&'a Path>,
}

/// A shortcode may stand in a thousand texts: beyond these places, file and line are enough.
const MOST_DRAWN: usize = 2;

impl Told<'_> {
    fn text(&self, report: &Report<'_>, faults: &[Diagnostic], dry: bool) {
        let language = report.language;
        self.sources(&Report { snapshot: self.sources, ..*report });
        report.text(&self.import.found);
        report.text(faults);
        for file in &self.import.files {
            if file.fate != Fate::Unchanged {
                print(&format!("  {} {}", fate(file.fate, language), file.path));
            }
        }
        let count = |fate| self.import.count(fate);
        let (made, updated) = (count(Fate::Made), count(Fate::Updated));
        let (unchanged, kept) = (count(Fate::Unchanged), count(Fate::Kept));
        let told = self.import.diagnostics.len();
        print(&match language {
            Language::Chinese => format!(
                "新建 {made} 个文件，更新 {updated} 个，未变 {unchanged} 个，保留原样 {kept} 个；另有 {told} 处要看一看"
            ),
            Language::English => format!(
                "{made} files made, {updated} updated, {unchanged} unchanged, {kept} left as they stand; {told} things to look at"
            ),
        });
        if let Some(mapping) = self.mapping.filter(|_| !dry) {
            let told = say(
                language,
                "列与字段的对应写在这里，可补全后再导入一次：",
                "columns and fields are written down here; complete it and import again: ",
            );
            print(&format!("{told}{}", mapping.display()));
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
        if dry {
            print(say(language, "这是演练，什么也没有写", "this was a dry run; nothing was written"));
        }
    }

    /// What is told of the sources: all of it, the first places of each thing with their lines.
    fn sources(&self, report: &Report<'_>) {
        for diagnostic in &self.import.diagnostics {
            let mut short = diagnostic.clone();
            let rest = short.related.split_off(short.related.len().min(MOST_DRAWN));
            report.each(&[short]);
            let texts = report.texts(std::slice::from_ref(diagnostic));
            for (at, what) in rest {
                let line = at.span.zip(texts.get(&at.path)).map(|(span, text)| position(text, span.start).line);
                let line = line.map_or(String::new(), |line| format!(":{line}"));
                eprintln!("  {}: {}{line}", what.get(report.language), at.path);
            }
        }
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
