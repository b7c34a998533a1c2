//! `kepu init`: a small complete site, for the body and the districts that are told, with dates around today.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use inquire::Select;
use jiff::tz::TimeZone;

use super::exit::{FAILURE, SUCCESS, USAGE};
use super::new::cancelled::Cancelled;
use super::new::line;
use super::schema;
use super::terminal::{print, quoted, say};
use super::today::{Clock, asked_day};
use crate::authoring::starting::Starting;
use crate::base::diagnostic::Language;
use crate::io::disk::{self, Planted, plant};

/// The time zone of a new site.
const ZONE: &str = "Asia/Shanghai";

/// Main colours to choose from, the first one that of the theme. White is legible on each.
const COLORS: [(&str, &str, &str); 6] = [
    ("#0b6e4f", "青绿", "green"),
    ("#1c5f9e", "湖蓝", "blue"),
    ("#a8321f", "朱红", "red"),
    ("#7a4b12", "赭石", "ochre"),
    ("#6a3a86", "紫", "purple"),
    ("#2f4858", "墨", "ink"),
];

#[derive(Args)]
pub struct InitArguments {
    /// 新建到哪个目录 · where to make it
    folder: PathBuf,
    /// 网站名称 · the site's title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// 主办单位 · the body that presents the site
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// 区县，用逗号隔开 · the districts, with commas between
    #[arg(long, value_name = "NAMES")]
    districts: Option<String>,
    /// 主色，如 "#1c5f9e" · the main colour, as in "#1c5f9e"
    #[arg(long, value_name = "COLOR")]
    color: Option<String>,
    /// 不提问，没有写的都用缺省 · ask nothing; what isn't given is left as it is
    #[arg(long)]
    yes: bool,
    /// 示例的日期以哪一天为“今天” · the day that the examples' dates are near (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

pub fn run(arguments: &InitArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    if let Some(color) = arguments.color.as_deref().filter(|color| !is_color(color)) {
        let says = say(language, "应是 #1c5f9e 这样的颜色", "takes a colour such as #1c5f9e");
        eprintln!("--color {color}: {says}");
        return USAGE;
    }
    let mut starting = Starting::on(Clock::new(asked).now().today(&zone()).0);
    starting.title = arguments.title.clone().unwrap_or_default();
    starting.organisation = arguments.organisation.clone().unwrap_or_default();
    starting.districts = names(arguments.districts.as_deref().unwrap_or_default());
    starting.color = arguments.color.clone().unwrap_or_default();
    let asks = !arguments.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    if asks && let Err(cancelled) = ask(&mut starting, language) {
        let (zh, en) = match cancelled {
            Cancelled::ByUser => ("已取消，没有写入任何文件".to_owned(), "Cancelled; nothing was written".to_owned()),
            Cancelled::Failed(reason) => {
                (format!("终端无法提问{reason}；用 --yes 不提问"), format!("No prompt{reason:#}; --yes asks nothing"))
            }
        };
        eprintln!("{}", say(language, &zh, &en));
        return FAILURE;
    }
    if !make(&arguments.folder, &starting, language) {
        return FAILURE;
    }
    print(say(language, "网站已建好。接着运行：", "The site is ready. Next:"));
    let place = quoted(&disk::shown(&arguments.folder));
    print(&format!("  kepu studio --root {place}"));
    print(say(language, "或者用文本编辑器写，边改边看：", "Or, with a text editor:"));
    print(&format!("  kepu serve --open --root {place}"));
    SUCCESS
}

/// The starter for today.
pub fn today() -> Starting {
    Starting::on(Clock::new(None).now().today(&zone()).0)
}

fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

/// Asks for what wasn't given; an empty answer leaves the starter's.
fn ask(starting: &mut Starting, language: Language) -> Result<(), Cancelled> {
    let later = say(
        language,
        "直接回车用缺省，以后在 site.yaml 里改",
        "Enter keeps the default; site.yaml can be changed later",
    );
    let line = |value: &mut String, question: &str, help: Option<&str>| -> Result<(), Cancelled> {
        if value.is_empty() {
            line::read(question, help, "")?.trim().clone_into(value);
        }
        Ok(())
    };
    line(&mut starting.title, say(language, "网站叫什么名字？", "What is the site called?"), Some(later))?;
    line(&mut starting.organisation, say(language, "哪个单位主办？", "Which body presents it?"), None)?;
    let mut districts = starting.districts.join("，");
    line(
        &mut districts,
        say(language, "有哪些区县？用逗号隔开：", "Which districts are there? With commas between:"),
        None,
    )?;
    starting.districts = names(&districts);
    if starting.color.is_empty() {
        let offers: Vec<String> =
            COLORS.iter().map(|(color, zh, en)| format!("{} {color}", say(language, zh, en))).collect();
        let help = say(language, "↑↓ 移动，回车选定", "↑↓ to move, enter to choose");
        let chosen =
            Select::new(say(language, "主色", "The main colour"), offers).with_help_message(help).raw_prompt()?;
        starting.color = COLORS.get(chosen.index).map(|(color, ..)| (*color).to_owned()).unwrap_or_default();
    }
    Ok(())
}

/// Names with commas of either kind between.
fn names(text: &str) -> Vec<String> {
    let names = text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Makes the starter site, and lists its files; false if it couldn't be made.
pub fn make(folder: &Path, starting: &Starting, language: Language) -> bool {
    let place = disk::shown(folder);
    let files = match plant(folder, |name, text| starting.fit(name, text)) {
        Ok(Planted::Made(files)) => files,
        Ok(Planted::NotEmpty) => {
            let words = say(language, "目录不是空的，没有写入任何文件", "the folder isn't empty; nothing was written");
            eprintln!("{place}: {words}");
            return false;
        }
        Err(error) => {
            eprintln!("{}", disk::write_fault(&place, &error).message.get(language));
            return false;
        }
    };
    let ready = schema::ready(&disk::read(folder).value);
    match schema::set_up(folder, ready.site()) {
        Ok(helped) => {
            for file in files.iter().chain(&helped) {
                print(&format!("  {}", disk::shown(&folder.join(file))));
            }
            true
        }
        Err(fault) => {
            eprintln!("{}", fault.message.get(language));
            false
        }
    }
}
