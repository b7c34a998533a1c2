//! `kepu new collection`: a folder below `content/` with its declaration.

use super::prompt::Prompt;
use super::stop::Stop;
use crate::authoring::scaffold::{self, NewCollection};
use crate::base::diagnostic::messages;
use crate::base::url::SourcePath;
use crate::config::collection::{COLLECTION_FILE, SHIPPED, called, shipped};
use crate::config::names;
use crate::site::Site;

/// Word for a new collection in place of an entry.
pub const COLLECTION: &str = "collection";

/// The settings that `--set` gives a collection.
const KEYS: [&str; 3] = ["title", "name", "extends"];

/// What a collection has that extends nothing: the fields of every entry alone.
const FROM_SCRATCH: &str = "entry";

/// Makes the declaration of a new collection. What neither `title` nor `given` says is asked for, where there is a prompt.
pub fn make(
    title: Option<&str>,
    given: &[(String, String)],
    site: &Site,
    prompt: Option<&Prompt<'_>>,
) -> Result<(SourcePath, String), Stop> {
    let unknown = |key: &str| names::unknown(key, COLLECTION_FILE, &KEYS);
    if let Some((key, _)) = given.iter().find(|(key, _)| !KEYS.contains(&key.as_str())) {
        return Err(unknown(key).into());
    }
    let of = |wanted: &str| given.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.trim().to_owned());
    let title = match (of("title").or_else(|| title.map(str::to_owned)), prompt) {
        (Some(title), _) => title,
        (None, Some(prompt)) => prompt.text(prompt.say("栏目名称", "What it is called"), None, "")?,
        (None, None) => return Err(messages::answers_missing(COLLECTION, "title", "title").into()),
    };
    let suggested = scaffold::slug(&title);
    let name = match (of("name"), prompt) {
        (Some(name), _) => name,
        (None, Some(prompt)) => {
            let help = prompt
                .say("用在网址里：小写字母、数字和连字符", "part of addresses: lower-case letters, digits, hyphens");
            prompt.text(prompt.say("目录名", "Its folder"), Some(help), &suggested)?
        }
        (None, None) => suggested,
    };
    if !is_folder_name(&name) {
        return Err(messages::bad_collection_name(&name).into());
    }
    let extends = extended(site, prompt, of("extends"))?;
    let path = SourcePath::new(&format!("content/{name}/{COLLECTION_FILE}"))
        .ok_or_else(|| messages::bad_collection_name(&name))?;
    if site.collections.contains_key(&name) {
        return Err(messages::file_exists(&format!("content/{name}")).into());
    }
    let extends = extends.as_deref().filter(|extends| *extends != FROM_SCRATCH);
    let shipped = extends.and_then(shipped);
    let like = extends.and_then(|extends| site.collections.get(extends)).or(shipped.as_ref());
    let chinese = site.config.language.starts_with("zh");
    Ok((path, scaffold::declaration(&NewCollection { title: title.trim(), extends, like, chinese })))
}

/// The declaration that it builds on.
fn extended(site: &Site, prompt: Option<&Prompt<'_>>, given: Option<String>) -> Result<Option<String>, Stop> {
    let language = &site.config.language;
    let own = site.collections.values().filter(|collection| !collection.name.is_empty());
    let names: Vec<String> = SHIPPED
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(own.map(|collection| collection.name.clone()))
        .collect();
    match (given, prompt) {
        (Some(name), _) if name.is_empty() || names.contains(&name) => Ok(Some(name).filter(|name| !name.is_empty())),
        (Some(name), _) => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            Err(messages::unknown_parent(&name).meant(called::kind(&name, &known)).into())
        }
        (None, None) => Ok(None),
        (None, Some(prompt)) => {
            let label = |name: &str| {
                let collection = site.collections.get(name).cloned().or_else(|| shipped(name));
                collection.map_or(String::new(), |collection| collection.title.get(language).to_owned())
            };
            let offers: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), label(name))).collect();
            let offers: Vec<(&str, &str)> = offers.iter().map(|(name, label)| (*name, label.as_str())).collect();
            Ok(Some(prompt.choose(prompt.say("在哪种内容的基础上", "What it builds on"), offers)?))
        }
    }
}

/// Part of addresses and of references, and told from a file by its looks.
fn is_folder_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
