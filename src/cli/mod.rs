//! The command line: arguments in, reports out. The only place that reads the clock and
//! the environment, and that prints.

/// Shadows the standard macro, which panics if standard error is closed.
macro_rules! eprintln {
    () => { $crate::cli::terminal::complain(format_args!("")) };
    ($($words:tt)*) => { $crate::cli::terminal::complain(format_args!($($words)*)) };
}

mod alone;
mod annual;
mod arguments;
mod build;
mod check;
mod comments;
mod deploy;
mod elsewhere;
mod exit;
mod explain;
mod fmt;
mod fonts;
mod grouping;
mod handed;
mod hints;
mod history;
mod host;
mod import;
mod indicators;
mod init;
mod kept;
#[cfg(feature = "packaging")]
mod manual;
mod mv;
mod new;
mod once;
mod open;
mod origin;
mod package;
mod progress;
mod publish;
mod rebuild;
mod report;
mod review;
mod revisions;
mod sarif;
mod schema;
mod serve;
mod share;
mod signal;
mod standings;
mod stats;
mod studio;
mod terminal;
mod theme;
mod today;
mod usage;
mod vanished;
mod watch;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::base::diagnostic::Language;
use crate::base::guard;
use exit::{FAILURE, SUCCESS, USAGE};

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
    /// 打开本机的网站，没有就新建；双击程序就是它 · open the site of this machine, or make one; what a double click does
    Open(open::OpenArguments),
    /// 在浏览器里边改边看 · show the site in a browser as it is edited
    Serve(serve::ServeArguments),
    /// 编辑台：在浏览器里写文章、基地和活动 · the studio: write the site's entries in a browser
    Studio(studio::StudioArguments),
    /// 检查网站，像验收的人那样挑毛病 · find what an inspection of the site would find
    Check(check::CheckArguments),
    /// 新建文章、基地、活动或栏目 · make an article, a base, an event, a collection
    New(new::NewArguments),
    /// 移动条目或目录，链接跟着改，旧网址转到新网址 · move an entry or a folder; links follow, and the old address leads to the new one
    Mv(mv::MoveArguments),
    /// 编辑台保存过的版本 · the versions that the studio saved
    History(history::HistoryArguments),
    /// 恢复一个保存过的版本，或删掉的文件 · restore a version that was saved, or a file that was removed
    Restore(history::RestoreArguments),
    /// 整理文件头：字段按声明的次序，列表和空格统一 · put front matter in order; no page changes by it
    Fmt(fmt::FmtArguments),
    /// 输出文件头的 JSON Schema，供编辑器提示和检查 · print JSON Schema of front matter, for editors
    Schema(schema::SchemaArguments),
    /// 新建一个小而完整的网站 · make a small complete site
    Init(init::InitArguments),
    /// 主题：列出、新建、把程序自带的导出来改 · themes: list them, make one, export one of the program to change it
    Theme(theme::ThemeArguments),
    /// 从表格或别的网站导入 · bring entries over from a table or from another site
    Import(import::ImportArguments),
    /// 三审三校：列出待审的内容，签名，打印审稿单 · reviews: what waits for whom, signatures, a sheet to sign in ink
    Review(review::ReviewArguments),
    /// 把网站打成一个 zip 包，内容相同则逐字节相同 · put the site into a zip file, the same to the byte for the same content
    Package(package::PackageArguments),
    /// 编译网站并发布：对象存储、SFTP、WebDAV、FTP、目录或 git 分支，只发送有变化的 · build the site and send what changed to where it is served from
    Deploy(deploy::DeployArguments),
    /// 到时间或有改动就编译、检查并发布；--watch 一直运行 · publish the site when content is due or has changed; --watch stays
    Publish(publish::PublishArguments),
    /// 输出主机配置：安全和缓存的响应头、旧网址 · print a host's configuration: headers for safety and caches, former addresses
    Host(host::HostArguments),
    /// 由记录生成年度总结的草稿和统计表 · draft the year's report and the statistics from the records
    Report(annual::AnnualArguments),
    /// 把内容送到读者那里：公众号文章 · take content to its readers: articles for official accounts
    Share(share::ShareArguments),
    /// 由服务器的访问日志统计阅读量，不记访问者的地址 · count readers by the server's logs, without keeping their addresses
    Stats(stats::StatsArguments),
    /// 解释错误代码、字段或字段类型，附写法和例子 · explain a code, a field or a type of field, with examples
    Explain(explain::ExplainArguments),
    /// 生成命令补全脚本 · print a completion script
    Completions {
        shell: Shell,
        #[command(flatten)]
        out: handed::OutArgument,
    },
    /// 写出手册页 · write the man pages
    #[cfg(feature = "packaging")]
    #[command(hide = true)]
    Manual { folder: std::path::PathBuf },
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
    if open::is_double_click() {
        return open::from_desktop(by_environment());
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if !error.use_stderr() || language_of_words() == Language::English || is_help(&error) {
                // Help and version are no errors, and clap prints each where it belongs.
                let _ = error.print();
                if error.use_stderr()
                    && !is_help(&error)
                    && let Some(hint) = hints::hint(&error, &command(), &words())
                {
                    eprintln!("\n  hint: {}", hint.en);
                }
            } else {
                eprintln!("{}", usage::fault(&error, &command(), &words()));
            }
            return if error.use_stderr() { USAGE } else { SUCCESS };
        }
    };
    let language = match arguments.lang {
        Some(MessageLanguage::Chinese) => Language::Chinese,
        Some(MessageLanguage::English) => Language::English,
        None => by_environment(),
    };
    let code = signal::run_until_interrupted(move || command_of(arguments.command, language));
    if terminal::unprinted() {
        eprintln!(
            "{}",
            terminal::say(
                language,
                "输出没有写完：磁盘已满或不可写",
                "the output couldn't be written completely: a full disk?"
            )
        );
        return if code == SUCCESS { FAILURE } else { code };
    }
    code
}

/// The words of the command line behind the program's name.
fn words() -> Vec<String> {
    std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect()
}

/// Runs a command and returns its exit code.
fn command_of(command: Command, language: Language) -> i32 {
    match command {
        Command::Build(arguments) => build::run(&arguments, language),
        Command::Studio(arguments) => studio::run(&arguments, language),
        Command::Check(arguments) => check::run(&arguments, language),
        Command::Open(arguments) => open::run(&arguments, language),
        Command::Serve(arguments) => serve::run(&arguments, language),
        Command::New(arguments) => new::run(&arguments, language),
        Command::Mv(arguments) => mv::run(&arguments, language),
        Command::History(arguments) => history::run(&arguments, language),
        Command::Restore(arguments) => history::restore(&arguments, language),
        Command::Fmt(arguments) => fmt::run(&arguments, language),
        Command::Schema(arguments) => schema::run(&arguments, language),
        Command::Host(arguments) => host::run(&arguments, language),
        Command::Deploy(arguments) => deploy::run(&arguments, language),
        Command::Publish(arguments) => publish::run(&arguments, language),
        Command::Review(arguments) => review::run(&arguments, language),
        Command::Report(arguments) => annual::run(&arguments, language),
        Command::Share(arguments) => share::run(&arguments, language),
        Command::Stats(arguments) => stats::run(&arguments, language),
        Command::Package(arguments) => package::run(&arguments, language),
        Command::Init(arguments) => init::run(&arguments, language),
        Command::Theme(arguments) => theme::run(&arguments, language),
        Command::Import(arguments) => import::run(&arguments, language),
        Command::Explain(arguments) => explain::run(&arguments, language),
        #[cfg(feature = "packaging")]
        Command::Manual { folder } => manual::run(self::command(), &folder, language),
        Command::Completions { shell, out } => completions(shell, &out, language),
    }
}

fn completions(shell: Shell, out: &handed::OutArgument, language: Language) -> i32 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "kepu", &mut script);
    match handed::hand_over(String::from_utf8_lossy(&script).trim_end(), out.out.as_deref()) {
        Ok(()) => SUCCESS,
        Err(fault) => {
            eprintln!("{}", fault.message.get(language));
            FAILURE
        }
    }
}

/// Whether an error shows the help in its place.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// The language for a command line that isn't understood.
fn language_of_words() -> Language {
    let words = words();
    let named = words.iter().enumerate().find_map(|(index, word)| match word.split_once('=') {
        Some(("--lang", language)) => Some(language.to_owned()),
        None if word == "--lang" => words.get(index + 1).cloned(),
        _ => None,
    });
    match named.as_deref() {
        Some("en") => Language::English,
        Some("zh" | "zh-CN") => Language::Chinese,
        _ => by_environment(),
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
