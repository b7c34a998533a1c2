//! `kepu studio user`: who may sign in to a shared studio. Passwords come from a prompt or from standard input, never
//! from the command line, which every user of the machine can read.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use inquire::{InquireError, Password, PasswordDisplayMode};

use crate::authoring::people::{
    PasswordFault, PasswordHash, People, SHORTEST_PASSWORD, StudioPerson, StudioRole, person_name,
};
use crate::base::diagnostic::Language;
use crate::cli::exit::{FAILURE, SUCCESS};
use crate::cli::terminal::{print, say};
use crate::io::disk;

#[derive(Args)]
pub struct UserArguments {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// 添加一个人 · add a person
    Add {
        /// 名字，签名和历史里都用它 · the name, which signatures and versions have
        name: String,
        /// writer 撰稿、reviewer 审核、publisher 发布、admin 管理 · what the person may do
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: StudioRole,
        #[command(flatten)]
        from: PasswordSource,
        #[command(flatten)]
        at: SiteRoot,
    },
    /// 列出所有人 · list everyone
    List {
        #[command(flatten)]
        at: SiteRoot,
    },
    /// 去掉一个人，已经登录的也随即退出 · remove a person, whose sessions end
    Remove {
        name: String,
        #[command(flatten)]
        at: SiteRoot,
    },
    /// 改密码，已经登录的要重新登录 · change a password; sessions with the old one end
    Password {
        name: String,
        #[command(flatten)]
        from: PasswordSource,
        #[command(flatten)]
        at: SiteRoot,
    },
    /// 改角色 · change what a person may do
    Role {
        name: String,
        #[arg(value_name = "ROLE", value_parser = role)]
        role: StudioRole,
        #[command(flatten)]
        at: SiteRoot,
    },
}

#[derive(Args)]
struct PasswordSource {
    /// 从标准输入读密码（第一行） · read the password from standard input, its first line
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Args)]
pub struct SiteRoot {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    pub root: PathBuf,
}

/// More than a password has; the rest of standard input isn't read.
const LONGEST_INPUT: u64 = 4096;

fn role(word: &str) -> Result<StudioRole, String> {
    StudioRole::parse(word).ok_or_else(|| "writer (撰稿), reviewer (审核), publisher (发布), admin (管理)".to_owned())
}

/// Why nothing was done, in the user's language.
type Fault = String;

pub fn run(arguments: &UserArguments, language: Language) -> i32 {
    match done(&arguments.command, language) {
        Ok(()) => SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            FAILURE
        }
    }
}

fn done(command: &UserCommand, language: Language) -> Result<(), Fault> {
    let words = |zh: &str, en: &str| say(language, zh, en).to_owned();
    let unknown = |name: &str| words(&format!("没有“{name}”这个人"), &format!("there is no person `{name}`"));
    match command {
        UserCommand::Add { name, role, from, at } => {
            // Its people are kept beside a site; a folder that is none is a mistake.
            if !disk::is_folder(&at.root.join("content")) {
                return Err(words(
                    "这里没有网站（没有 content 文件夹）。到网站的文件夹里运行，或用 --root 指出",
                    "there is no site here (no folder `content`); run it in the site's folder, or name that with --root",
                ));
            }
            let name = person_name(name).ok_or_else(|| {
                words(
                    "名字不能是空的，不超过 40 个字，没有看不见的字符",
                    "a name has 1 to 40 characters, and none that can't be seen",
                )
            })?;
            if read(&at.root, language)?.named(name).is_some() {
                return Err(words(
                    &format!("已经有“{name}”了；改密码用 kepu studio user password {name}"),
                    &format!(
                        "there is a person `{name}` already; change the password by `kepu studio user password {name}`"
                    ),
                ));
            }
            let password = password(from, language)?;
            let mut people = read(&at.root, language)?;
            people.add(StudioPerson { name: name.to_owned(), role: *role, password });
            write(&at.root, &people, language)?;
            print(&words(
                &format!("添加了{name}（{}）", role.chinese()),
                &format!("{name} was added as {}", role.name()),
            ));
        }
        UserCommand::List { at } => {
            let people = read(&at.root, language)?;
            if people.is_empty() {
                print(&words("还没有人", "There is no one yet"));
            }
            for person in people.all() {
                print(&format!("{}  {}", person.name, say(language, person.role.chinese(), person.role.name())));
            }
        }
        UserCommand::Remove { name, at } => {
            let mut people = read(&at.root, language)?;
            if !people.remove(name) {
                return Err(unknown(name));
            }
            write(&at.root, &people, language)?;
            print(&words(&format!("去掉了{name}"), &format!("{name} was removed")));
        }
        UserCommand::Password { name, from, at } => {
            read(&at.root, language)?.named(name).ok_or_else(|| unknown(name))?;
            let password = password(from, language)?;
            let mut people = read(&at.root, language)?;
            people.named_mut(name).ok_or_else(|| unknown(name))?.password = password;
            write(&at.root, &people, language)?;
            print(&words(&format!("改了{name}的密码"), &format!("The password of {name} was changed")));
        }
        UserCommand::Role { name, role, at } => {
            let mut people = read(&at.root, language)?;
            people.named_mut(name).ok_or_else(|| unknown(name))?.role = *role;
            write(&at.root, &people, language)?;
            print(&words(&format!("{name}现在是{}", role.chinese()), &format!("{name} is {} now", role.name())));
        }
    }
    Ok(())
}

/// Reads who there is.
///
/// # Errors
/// Why that isn't known, in the user's language.
pub fn read(root: &Path, language: Language) -> Result<People, Fault> {
    let file = disk::people_file(root);
    let text = disk::people_text(root).map_err(|error| {
        let (zh, en) =
            (format!("读不了 {}：{error}", file.display()), format!("{} can't be read: {error}", file.display()));
        say(language, &zh, &en).to_owned()
    })?;
    let Some(text) = text else { return Ok(People::default()) };
    People::parse(&text).ok_or_else(|| {
        let (zh, en) = (
            format!("{} 读不懂，谁也不能登录；改好它，或删掉它重新添加", file.display()),
            format!(
                "{} isn't understood, so no one can sign in; mend it, or remove it and add people again",
                file.display()
            ),
        );
        say(language, &zh, &en).to_owned()
    })
}

fn write(root: &Path, people: &People, language: Language) -> Result<(), Fault> {
    disk::keep_people(root, &people.text()).map_err(|error| {
        let file = disk::people_file(root);
        let (zh, en) =
            (format!("写不了 {}：{error}", file.display()), format!("{} can't be written: {error}", file.display()));
        say(language, &zh, &en).to_owned()
    })
}

/// Asks for a password, twice on a terminal, and hashes it.
fn password(from: &PasswordSource, language: Language) -> Result<PasswordHash, Fault> {
    let words = |zh: &str, en: &str| say(language, zh, en).to_owned();
    let typed = if from.password_stdin {
        first_line().map_err(|error| {
            words(&format!("读不了标准输入：{error}"), &format!("standard input can't be read: {error}"))
        })?
    } else if io::stdin().is_terminal() && io::stderr().is_terminal() {
        prompt(language)?
    } else {
        return Err(words(
            "这里不是终端，问不了密码；用 --password-stdin 从标准输入给",
            "there is no terminal to ask for a password; give it on standard input with --password-stdin",
        ));
    };
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| words("系统给不出随机数", "the system has no random numbers"))?;
    PasswordHash::of(&typed, &salt).map_err(|fault| match fault {
        PasswordFault::Short => words(
            &format!("密码太短，至少 {SHORTEST_PASSWORD} 个字符"),
            &format!("the password is too short: {SHORTEST_PASSWORD} characters at least"),
        ),
        PasswordFault::Long => words("密码太长", "the password is too long"),
        PasswordFault::Failed => words("密码没有处理成", "the password couldn't be hashed"),
    })
}

fn first_line() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().take(LONGEST_INPUT).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn prompt(language: Language) -> Result<String, Fault> {
    let words = |zh: &'static str, en: &'static str| say(language, zh, en);
    Password::new(words("密码：", "Password:"))
        .with_custom_confirmation_message(words("再输一遍：", "Once more:"))
        .with_custom_confirmation_error_message(words("两遍不一样", "They differ"))
        .with_display_mode(PasswordDisplayMode::Hidden)
        .prompt()
        .map_err(|error| match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => {
                words("已取消，什么也没有改", "Cancelled; nothing was changed").to_owned()
            }
            other => {
                let (zh, en) = (format!("终端无法提问：{other}"), format!("the terminal can't ask: {other}"));
                say(language, &zh, &en).to_owned()
            }
        })
}
