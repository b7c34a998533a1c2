//! The command line: arguments in, reports out. The only place that reads the clock and
//! the environment, and that prints.

mod annual;
mod build;
mod check;
mod deploy;
mod elsewhere;
mod explain;
mod fmt;
mod fonts;
mod host;
mod import;
mod indicators;
mod init;
mod kept;
mod new;
mod once;
mod package;
mod progress;
mod rebuild;
mod report;
mod sarif;
mod schema;
mod serve;
mod signal;

mod standings;
mod today;
mod watch;

use core::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::base::diagnostic::Language;
use crate::config::Links;

/// Built, or nothing to complain of.
const SUCCESS: i32 = 0;
/// The content has errors, or the disk failed.
const FAILURE: i32 = 1;
/// The command line was wrong.
const USAGE: i32 = 2;

/// kepu 科普：把 Markdown 和表格编译成静态科普网站 · a static site generator for public science outreach
#[derive(Parser)]
#[command(name = "kepu", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// 提示的语言 · the language of messages (default: by LANG)
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<MessageLanguage>,
}

#[derive(Subcommand)]
enum Command {
    /// 编译网站 · compile the site
    Build(BuildArguments),
    /// 在浏览器里边改边看 · show the site in a browser as it is edited
    Serve(ServeArguments),
    /// 检查网站，像验收的人那样挑毛病 · find what an inspection of the site would find
    Check(CheckArguments),
    /// 新建文章、基地、活动或栏目 · make an article, a base, an event, a collection
    New(new::NewArguments),
    /// 整理文件头：字段按声明的次序，列表和空格统一 · put front matter in order; no page changes by it
    Fmt(fmt::FmtArguments),
    /// 输出文件头的 JSON Schema，供编辑器提示和检查 · print JSON Schema of front matter, for editors
    Schema(schema::SchemaArguments),
    /// 新建一个小而完整的网站 · make a small complete site
    Init {
        /// 新建到哪个目录 · where to make it
        folder: PathBuf,
    },
    /// 从表格或别的网站导入 · bring entries over from a table or from another site
    Import(ImportArguments),
    /// 把网站打成一个 zip 包，内容相同则逐字节相同 · put the site into a zip file, the same to the byte for the same content
    Package(package::PackageArguments),
    /// 编译网站并发布：对象存储、SFTP、WebDAV、FTP、目录或 git 分支，只发送有变化的 · build the site and send what changed to where it is served from
    Deploy(deploy::DeployArguments),
    /// 输出主机配置：安全和缓存的响应头、旧网址 · print a host's configuration: headers for safety and caches, former addresses
    Host(host::HostArguments),
    /// 由记录生成年度总结的草稿和统计表 · draft the year's report and the statistics from the records
    Report(annual::AnnualArguments),
    /// 解释一个错误代码 · explain a code such as E0203
    Explain {
        /// 错误代码 · the code
        code: String,
    },
    /// 生成命令补全脚本 · print a completion script
    Completions { shell: Shell },
}

#[derive(Args)]
struct BuildArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// 输出目录（缺省为根目录下的 public）· the output folder (default: public in the root)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 页面之间怎样互相链接：root 从网站根开始，relative 可在硬盘上直接打开 · how pages refer to each other: from the root, or so that the folder opens from a disk
    #[arg(long, value_enum)]
    links: Option<LinksArgument>,
    /// 以哪一天为“今天” · the day to build for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    /// 连草稿和未到发布日的一起编译 · include drafts and entries of the future
    #[arg(long)]
    drafts: bool,
    /// 用几个线程 · number of threads (default: all cores)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// 一直运行，有改动就重新编译 · stay, and build again whenever something changes
    #[arg(long)]
    watch: bool,
    /// 不等系统通知，每隔几毫秒看一遍文件（缺省 300）· look at the files every so many milliseconds (300)
    #[arg(
        long,
        value_name = "MS",
        requires = "watch",
        num_args = 0..=1,
        default_missing_value = "300",
        value_parser = clap::value_parser!(u64).range(10..=3_600_000)
    )]
    poll: Option<u64>,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Args)]
struct CheckArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// 按哪一天检查 · the day to check for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 只报这些代码，可写开头几位，如 W07,W0801 · only these codes, or those that begin so
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    only: Vec<String>,
    /// 也查外部链接：向别的网站询问，答复记在 .kepu-cache 里 · ask links to elsewhere too, and remember the answers
    #[arg(long)]
    external: bool,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// 改正标点宽度和词表里的错词，先显示差异再写入 · mend punctuation and listed words: shows the difference, then writes
    #[arg(long, conflicts_with = "format")]
    fix: bool,
    /// 只显示差异，不写入 · show the difference and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// 不问就写入 · write without asking
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    yes: bool,
}

#[derive(Args)]
struct ServeArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
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
}

#[derive(Args)]
struct ImportArguments {
    /// 来源的种类 · what it is
    kind: import::ImportKind,
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
    datum: Option<import::DatumName>,
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
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LinksArgument {
    Root,
    Relative,
}

impl From<LinksArgument> for Links {
    fn from(argument: LinksArgument) -> Self {
        match argument {
            LinksArgument::Root => Self::Root,
            LinksArgument::Relative => Self::Relative,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, ValueEnum)]
enum MessageLanguage {
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
    #[value(name = "en")]
    English,
}

/// Runs the program on the process's arguments and gives its exit code.
pub fn run() -> i32 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors, and clap prints each where it belongs.
            let _ = error.print();
            return if error.use_stderr() { USAGE } else { SUCCESS };
        }
    };
    let language = match arguments.lang {
        Some(MessageLanguage::Chinese) => Language::Chinese,
        Some(MessageLanguage::English) => Language::English,
        None => by_environment(),
    };
    match arguments.command {
        Command::Build(arguments) => build::run(&arguments, language),
        Command::Check(arguments) => check::run(&arguments, language),
        Command::Serve(arguments) => serve::run(&arguments, language),
        Command::New(arguments) => new::run(&arguments, language),
        Command::Fmt(arguments) => fmt::run(&arguments, language),
        Command::Schema(arguments) => schema::run(&arguments, language),
        Command::Host(arguments) => host::run(&arguments, language),
        Command::Deploy(arguments) => deploy::run(&arguments, language),
        Command::Report(arguments) => annual::run(&arguments, language),
        Command::Package(arguments) => package::run(&arguments, language),
        Command::Init { folder } => init::run(&folder, language),
        Command::Import(arguments) => import::run(&arguments, language),
        Command::Explain { code } => explain::run(&code, language),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "kepu", &mut std::io::stdout());
            SUCCESS
        }
    }
}

/// Chinese, unless the environment names another language. `C` and `POSIX` name none.
fn by_environment() -> Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match named.as_deref() {
        Some(value) if !value.starts_with("zh") && !value.starts_with("C.") && value != "C" && value != "POSIX" => {
            Language::English
        }
        _ => Language::Chinese,
    }
}

/// Picks a text in the user's language.
fn say<'t>(language: Language, zh: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}
