//! `kepu explain`: a code, a type of field, a field, or a collection of the site that it is run in.

mod describe;
mod guide;
mod settings;
mod topics;

use std::path::PathBuf;

use clap::Args;

use super::exit::{SUCCESS, USAGE};
use super::schema;
use super::terminal::{print, say};
use crate::base::diagnostic::Language;
use crate::config::CONFIG_FILE;
use crate::io::disk;
use topics::Topics;

#[derive(Args)]
pub struct ExplainArguments {
    /// 错误代码、字段、字段类型、栏目或设置，如 E0204、start、开放时间、date、科学专栏、menu、site.yaml；不写就列出
    /// · a code, a field, a type of field, a collection or a setting; without one they are listed
    topic: Option<String>,
    /// 网站根目录；在网站里运行时也解释它自己的字段 · the site's root, whose own fields are explained too
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

pub fn run(arguments: &ExplainArguments, language: Language) -> i32 {
    let topics = topics(arguments);
    let Some(word) = arguments.topic.as_deref().map(str::trim).filter(|word| !word.is_empty()) else {
        print(&describe::list(&topics, language));
        return SUCCESS;
    };
    if let Some(text) = describe::topic(&topics, word, language) {
        print(text.trim_end());
        return SUCCESS;
    }
    let unknown = say(
        language,
        "没有这个代码、字段、字段类型、栏目或设置：",
        "no code, field, type of field, collection or setting:",
    );
    eprintln!("{unknown} {word}");
    match topics.near(word) {
        Some(near) => eprintln!("{} kepu explain {near}", say(language, "是不是想看", "did you mean")),
        None => eprintln!("{}", say(language, "kepu explain 列出可以解释的", "`kepu explain` lists what there is")),
    }
    USAGE
}

/// The shipped declarations, and those of the site if there is one.
fn topics(arguments: &ExplainArguments) -> Topics {
    if !arguments.root.join(CONFIG_FILE).is_file() {
        return Topics::shipped();
    }
    let ready = schema::ready(&disk::read(&arguments.root).value);
    let site = ready.site();
    Topics::of_site(site.collections.values().cloned().collect(), site.config.taxonomies.clone())
}
