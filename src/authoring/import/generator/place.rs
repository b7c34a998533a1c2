//! Where each text of an old site goes: its slug, its file, and the files that are its own.

use std::collections::BTreeSet;

use super::{Old, Post, is_media};
use crate::authoring::import::standing::StandingSite;
use crate::base::source::Snapshot;
use crate::base::text::slugify;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::config::collection::{Collection, Facet};

#[derive(Debug)]
pub struct PostPlace {
    pub path: SourcePath,
    /// Its own files: where each goes, and where it is.
    pub beside: Vec<(SourcePath, SourcePath)>,
}

/// Why a text has no place, in Chinese and in English.
pub type Reason = (String, String);

/// A place for each text, or why it has none.
pub fn places(
    standing: &StandingSite,
    collection: &Collection,
    old: &Old,
    sources: &Snapshot,
) -> Vec<Result<PostPlace, Reason>> {
    let mut taken = BTreeSet::new();
    let mut place = |post: &Post| place(standing, collection, post, sources, &mut taken);
    old.posts.iter().map(&mut place).collect()
}

fn place(
    standing: &StandingSite,
    collection: &Collection,
    post: &Post,
    sources: &Snapshot,
    taken: &mut BTreeSet<String>,
) -> Result<PostPlace, Reason> {
    let given = post.front.get("slug").and_then(|node| node.as_text()).filter(|slug| !slug.contains('/'));
    let plain = slug(given.unwrap_or(&post.name));
    if plain.is_empty() {
        return Err((
            format!("文件名“{}”里没有可作网址的字", post.name),
            format!("the name `{}` gives no slug", post.name),
        ));
    }
    let needs_date = collection.fields.iter().any(|field| *field.key == *"date" && !field.optional);
    let day = date(standing, post);
    if needs_date && day.is_none() && !post.page {
        let zh = "没有日期：文首信息和文件名里都没有".to_owned();
        return Err((zh, "no date, neither in the front matter nor in the file's name".to_owned()));
    }
    let folder = match day.filter(|_| collection.has(Facet::Publication)) {
        _ if post.page => "content".to_owned(),
        Some(day) => format!("content/{}/{}", collection.name, day.date.year()),
        None => format!("content/{}", collection.name),
    };
    let language = post.language.as_ref().filter(|language| **language != standing.config.language);
    let suffix = language.map_or(String::new(), |language| format!(".{language}"));
    let own: Vec<SourcePath> = match &post.bundle {
        Some(bundle) => sources.below(bundle).map(|(path, _)| path.clone()).filter(is_media).collect(),
        None => Vec::new(),
    };
    // An entry of the site that bears the name keeps it, unless it is this one from an earlier import.
    let file = |slug: &str| {
        let path = if own.is_empty() {
            format!("{folder}/{slug}{suffix}.md")
        } else {
            format!("{folder}/{slug}/index{suffix}.md")
        };
        SourcePath::new(&path)
    };
    let home = if post.page { "" } else { collection.name.as_str() };
    // A page outside of all collections has its slug for an address.
    let address = |slug: &str| Url::new(&format!("/{slug}/"));
    let free = |slug: &String| {
        let mut others = standing.addresses().filter(|(_, source)| Some(*source) != file(slug).as_ref());
        if post.page && (standing.collections.contains_key(slug) || others.any(|(url, _)| url == address(slug))) {
            return false;
        }
        let other = standing.entries.iter().any(|entry| {
            entry.key.collection == home
                && entry.key.slug == *slug
                && Some(&entry.source) != file(slug).as_ref()
                && suffix.is_empty()
        });
        !other && !taken.contains(&format!("{home}/{slug}{suffix}"))
    };
    let slug = std::iter::once(plain.clone()).chain((2..1000).map(|number| format!("{plain}-{number}"))).find(free);
    let path = slug.as_ref().and_then(|slug| file(slug));
    let (Some(slug), Some(path)) = (slug, path) else {
        return Err(("不能作文件名".to_owned(), "can't be a file's name".to_owned()));
    };
    taken.insert(format!("{home}/{slug}{suffix}"));
    let beside = own.into_iter().filter_map(|source| {
        let below = source.below(post.bundle.as_deref()?)?;
        Some((SourcePath::new(&format!("{folder}/{slug}/{below}"))?, source.clone()))
    });
    Ok(PostPlace { beside: beside.collect(), path })
}

/// A name as an address has it: what is plain already stays, everything else becomes pinyin.
pub fn slug(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain { name.to_ascii_lowercase() } else { slugify(name) }
}

/// When a text is of: by its front matter, else by what its generator knows.
pub fn date(standing: &StandingSite, post: &Post) -> Option<When> {
    let written = ["date", "created", "pubDate"].iter().find_map(|key| post.front.get(key)?.as_text());
    written.and_then(|text| moment(text, standing)).or(post.date)
}

/// `2020-01-02 09:30:00 +0800` is how Ruby writes it.
pub fn moment(text: &str, standing: &StandingSite) -> Option<When> {
    let zone = &standing.config.zone;
    if let Some((moment, offset)) = text.trim().rsplit_once(' ')
        && let [sign @ (b'+' | b'-'), digits @ ..] = offset.as_bytes()
        && digits.len() == 4
        && digits.iter().all(u8::is_ascii_digit)
    {
        let offset = format!("{}{}:{}", *sign as char, &offset[1..3], &offset[3..]);
        return When::parse(&format!("{}{offset}", moment.replacen(' ', "T", 1)), zone);
    }
    When::parse(text, zone)
}
