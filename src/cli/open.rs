//! `kepu open`, which a double click on the program stands for: finds the site of this machine, or makes one, and shows it.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{FAILURE, SUCCESS};
use super::studio;
use super::terminal::{print, say};
use crate::base::diagnostic::Language;
use crate::io::disk;

#[derive(Args)]
pub struct OpenArguments {
    /// 网站所在的文件夹（缺省先在程序旁边找，再到“文档”里找）· the site's folder (default: looked for beside the program, then in Documents)
    folder: Option<PathBuf>,
}

/// What a site is called that is made here.
const NAME: &str = "科普网站";

pub fn run(arguments: &OpenArguments, language: Language) -> i32 {
    let Some(site) = arguments.folder.clone().or_else(|| chosen(language)) else { return FAILURE };
    print(&match language {
        Language::Chinese => format!(
            "kepu 科普：正在打开 {}\n浏览器里是编辑台：写文章、看预览、发布。关掉这个窗口，程序就结束；文件和没有保存的文字都在。",
            disk::shown(&site)
        ),
        Language::English => format!(
            "kepu: opening {}\nThe browser has the editor: texts, preview, publishing. Closing this window ends the program; the files and texts that aren't saved stay.",
            disk::shown(&site)
        ),
    });
    studio::run(&studio::StudioArguments::opening(site), language)
}

/// The same after a double click, when the window is the program's own and is gone as soon as it ends.
pub fn from_desktop(language: Language) -> i32 {
    let code = run(&OpenArguments { folder: None }, language);
    if code != SUCCESS {
        ask(say(language, "按回车键关闭这个窗口 ", "Enter closes this window "));
    }
    code
}

/// Whether the program was started by a double click: without arguments, by the Explorer. Elsewhere nobody's terminal says
/// so; a menu's entry for it runs `kepu open`.
pub fn is_double_click() -> bool {
    std::env::args_os().len() <= 1 && parent().is_some_and(|name| name.eq_ignore_ascii_case("explorer.exe"))
}

#[cfg(windows)]
fn parent() -> Option<String> {
    use winsafe::{GetCurrentProcessId, HPROCESSLIST, co};

    let mut list = HPROCESSLIST::CreateToolhelp32Snapshot(co::TH32CS::SNAPPROCESS, None).ok()?;
    let mut processes = Vec::new();
    for process in list.iter_processes() {
        let process = process.ok()?;
        processes.push((process.th32ProcessID, process.th32ParentProcessID, process.szExeFile()));
    }
    let (_, parent, _) = processes.iter().find(|(id, ..)| *id == GetCurrentProcessId())?;
    processes.iter().find(|(id, ..)| id == parent).map(|(_, _, name)| name.clone())
}

#[cfg(not(windows))]
fn parent() -> Option<String> {
    None
}

/// The site to be shown; none where there is none and none is wanted.
fn chosen(language: Language) -> Option<PathBuf> {
    let program = std::env::current_exe().ok().and_then(|file| disk::real(&file).ok());
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
    let documents = dirs::document_dir().or_else(dirs::home_dir);
    // Beside the program first: on a USB stick the site comes with it.
    let places = [beside.clone(), documents.clone()];
    match places.iter().flatten().map(|place| disk::sites(place)).find(|sites| !sites.is_empty()) {
        Some(sites) if sites.len() == 1 => sites.into_iter().next(),
        Some(sites) => one_of(sites, language),
        None => made(&disk::free_place(&documents.or(beside)?, NAME), language),
    }
}

/// Asks which of several sites is meant.
fn one_of(sites: Vec<PathBuf>, language: Language) -> Option<PathBuf> {
    print(say(language, "找到几个网站：", "Several sites were found:"));
    for (number, site) in sites.iter().enumerate() {
        print(&format!("  {}  {}", number + 1, disk::shown(site)));
    }
    let question = say(
        language,
        "打开哪一个？输入序号再按回车（直接回车是 1）：",
        "Which one? Number and Enter (Enter alone: 1): ",
    );
    let answer = ask(question)?;
    let number = if answer.is_empty() { Some(1) } else { answer.parse::<usize>().ok() };
    let found = number.and_then(|number| sites.into_iter().nth(number.checked_sub(1)?));
    if found.is_none() {
        eprintln!("{} {answer}", say(language, "没有这个序号：", "There is no such number:"));
    }
    found
}

/// Offers to make a site where there is none.
fn made(place: &Path, language: Language) -> Option<PathBuf> {
    let shown = disk::shown(place);
    let question = match language {
        Language::Chinese => format!("还没有网站。按回车，在 {shown} 新建一个；不要就输入 n 再按回车："),
        Language::English => format!("There is no site yet. Enter makes one in {shown}; n and Enter don't: "),
    };
    let Some(answer) = ask(&question) else {
        let words = say(
            language,
            "没有找到网站，这里也没法问。用 kepu init 新建：",
            "No site was found, and there is nobody to ask. `kepu init` makes one:",
        );
        eprintln!("\n{words} kepu init {}", super::terminal::quoted(&shown));
        return None;
    };
    if !(answer.is_empty() || matches!(answer.as_str(), "y" | "Y" | "yes" | "是" | "好")) {
        print(say(language, "没有新建。", "Nothing was made."));
        return None;
    }
    print(say(language, "在浏览器里写上网站的名字，就建好了。", "Its name is asked for in the browser."));
    Some(place.to_owned())
}

/// Asks on a terminal, and returns the answer without the spaces around it; none where nobody is there.
fn ask(question: &str) -> Option<String> {
    eprint!("{question}");
    let _ = std::io::stderr().flush();
    if !std::io::stdin().is_terminal() {
        return None;
    }
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer).ok()?;
    (read > 0).then(|| answer.trim().to_owned())
}
