//! The command line: arguments in, reports out. The only place that reads the clock and
//! the environment, and that prints.

mod alone;
mod annual;
mod arguments;
mod build;
mod check;
mod deploy;
mod elsewhere;
mod exit;
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
mod origin;
mod package;
mod progress;
mod rebuild;
mod report;
mod revisions;
mod sarif;
mod schema;
mod serve;
mod signal;
mod standings;
mod terminal;
mod today;
mod watch;

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::base::diagnostic::Language;
use crate::base::guard;
use exit::{SUCCESS, USAGE};

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
    Build(arguments::BuildArguments),
    /// 在浏览器里边改边看 · show the site in a browser as it is edited
    Serve(serve::ServeArguments),
    /// 检查网站，像验收的人那样挑毛病 · find what an inspection of the site would find
    Check(check::CheckArguments),
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
    Import(import::ImportArguments),
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

/// Leaves the report of a panic to the guard around it, if there is one.
fn confine_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if guard::is_guarded() {
            guard::observe(panic.to_string().replace('\n', " "));
        } else {
            report(panic);
        }
    }));
}

#[derive(Clone, Copy, ValueEnum)]
enum MessageLanguage {
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
    #[value(name = "en")]
    English,
}

/// Returns the declared command line, with every command and option.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program on the process's arguments and gives its exit code.
pub fn run() -> i32 {
    confine_panics();
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
            clap_complete::generate(shell, &mut command(), "kepu", &mut std::io::stdout());
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
