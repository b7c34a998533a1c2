//! Assigns a path to each post of an old site: its slug, its file, and the files that belong to it.

use std::collections::BTreeSet;

use super::permalink::folded;
use super::{OldSite, Post, is_media};
use crate::assets::picture::{Format, sniff};
use crate::authoring::import::existing::ExistingSite;
use crate::base::source::Snapshot;
use crate::base::text::slugify;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::config::collection::{Collection, Facet};

#[derive(Debug)]
pub struct PostPlace {
    pub path: SourcePath,
    /// The files of the post's own folder: new path and source.
    pub beside: Vec<(SourcePath, SourcePath)>,
}

/// Why a post gets no path, in Chinese and in English.
pub type Reason = (String, String);

/// Returns the path of each post, or why it has none.
pub fn places(
    existing: &ExistingSite,
    collection: &Collection,
    old: &OldSite,
    sources: &Snapshot,
) -> Vec<Result<PostPlace, Reason>> {
    let mut taken = BTreeSet::new();
    let addresses = old.posts.iter().filter_map(|post| post.address.as_deref()).map(folded).collect();
    let mut place =
        |post: &Post| place(existing, post.collection(existing, collection), post, sources, (&addresses, &mut taken));
    old.posts.iter().map(&mut place).collect()
}

/// Whether an entry of a collection can't be without a date.
pub fn needs_date(collection: &Collection) -> bool {
    collection.fields.iter().any(|field| *field.key == *"date" && !field.optional)
}

fn place(
    existing: &ExistingSite,
    collection: &Collection,
    post: &Post,
    sources: &Snapshot,
    (addresses, taken): (&BTreeSet<String>, &mut BTreeSet<String>),
) -> Result<PostPlace, Reason> {
    if post.unread {
        return Err((
            "文首信息读不出来，不知道标题、日期和有没有公开（错在哪里，见这个文件的错误）".to_owned(),
            "its front matter can't be read, so its title, its date and whether it was public aren't known; the error \
             of this file says where"
                .to_owned(),
        ));
    }
    let given = post.front.get("slug").and_then(|node| node.as_text()).filter(|slug| !slug.contains('/'));
    let plain = slug(given.unwrap_or(&post.name));
    if plain.is_empty() {
        return Err((
            format!("文件名“{}”里没有可作网址的字", post.name),
            format!("the name `{}` gives no slug", post.name),
        ));
    }
    let day = date(existing, post);
    if needs_date(collection) && day.is_none() && !post.page {
        let written = DATES.iter().find_map(|key| post.given(key)).filter(|text| !text.trim().is_empty());
        if let Some(written) = written {
            return Err((
                format!("看不懂日期“{written}”，写成 2026-05-18 或 2026-05-18 09:30"),
                format!("the date `{written}` isn't understood; write 2026-05-18 or 2026-05-18 09:30"),
            ));
        }
        let zh = "没有日期：文首信息、文件名和 git 里都没有。写上 date，或用 --into 导入到不要日期的栏目".to_owned();
        let en =
            "no date, neither in the front matter nor in the file's name nor in git; write `date`, or import into a \
                  collection without dates"
                .to_owned();
        return Err((zh, en));
    }
    let folder = match day.filter(|_| collection.has(Facet::Publication)) {
        _ if post.page => "content".to_owned(),
        Some(day) => format!("content/{}/{}", collection.name, day.date.year()),
        None => format!("content/{}", collection.name),
    };
    let language = post.language.as_ref().filter(|language| **language != existing.config.language);
    let suffix = language.map_or(String::new(), |language| format!(".{language}"));
    let own: Vec<SourcePath> = match &post.bundle {
        Some(bundle) => {
            let own = sources.below(bundle).filter(|(path, _)| is_media(path) || nameless(path, sources).is_some());
            own.map(|(path, _)| path.clone()).collect()
        }
        None => Vec::new(),
    };
    // An existing entry keeps its name, unless it is this post from an earlier import.
    let file = |slug: &str| {
        let path = if own.is_empty() {
            format!("{folder}/{slug}{suffix}.md")
        } else {
            format!("{folder}/{slug}/index{suffix}.md")
        };
        SourcePath::new(&path)
    };
    let home = if post.page { "" } else { collection.name.as_str() };
    // The address of a page outside of all collections is its slug.
    let address = |slug: &str| Url::new(&format!("/{slug}/"));
    let own_address = post.address.as_deref().map(folded).filter(|_| post.page).unwrap_or_default();
    let free = |slug: &String| {
        // Another text's former address must lead to that one. A translation has an address of its own.
        if post.page && suffix.is_empty() && own_address != *slug && addresses.contains(slug) {
            return false;
        }
        let mut others = existing.addresses().filter(|(_, source)| Some(*source) != file(slug).as_ref());
        if post.page && (existing.collections.contains_key(slug) || others.any(|(url, _)| url == address(slug))) {
            return false;
        }
        let other = existing.entries.iter().any(|entry| {
            entry.key.collection == home
                && entry.key.slug == *slug
                && Some(&entry.source) != file(slug).as_ref()
                && suffix.is_empty()
        });
        !other && !taken.contains(&format!("{home}/{slug}{suffix}"))
    };
    // Departments have pages of the same name: that of the page above parts them.
    let whole = self::slug(&own_address.replace('/', "-"));
    let names = [plain.clone(), whole].into_iter().filter(|name| !name.is_empty());
    let slug = names.chain((2..1000).map(|number| format!("{plain}-{number}"))).find(free);
    let path = slug.as_ref().and_then(|slug| file(slug));
    let (Some(slug), Some(path)) = (slug, path) else {
        return Err(("不能作文件名".to_owned(), "can't be a file's name".to_owned()));
    };
    taken.insert(format!("{home}/{slug}{suffix}"));
    let beside = own.into_iter().filter_map(|source| {
        let below = source.below(post.bundle.as_deref()?)?;
        let ending = nameless(&source, sources).map_or(String::new(), |format| format!(".{}", format.extension()));
        Some((SourcePath::new(&format!("{folder}/{slug}/{below}{ending}"))?, source.clone()))
    });
    Ok(PostPlace { beside: beside.collect(), path })
}

/// Returns what a picture is whose name doesn't say it: browsers save those of official accounts as `640` and `640(1)`.
fn nameless(path: &SourcePath, sources: &Snapshot) -> Option<Format> {
    let known = is_media(path) || path.extension().chars().any(|c| c.is_ascii_alphabetic());
    sources.get(path).filter(|_| !known).and_then(|file| sniff(file.held()))
}

/// Returns a name's slug: a name that is a slug already stays, everything else becomes pinyin.
pub fn slug(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain { name.to_ascii_lowercase() } else { slugify(name) }
}

/// The keys of a text's date.
const DATES: [&str; 3] = ["date", "created", "pubDate"];

/// Returns a post's date: from its front matter, else what the generator knows.
pub fn date(existing: &ExistingSite, post: &Post) -> Option<When> {
    let written = DATES.iter().find_map(|key| post.front.get(key)?.as_text());
    written.and_then(|text| moment(text, existing)).or(post.date)
}

/// Parses a date, also in Ruby's form `2020-01-02 09:30:00 +0800`, and with numbers of one digit.
pub fn moment(text: &str, existing: &ExistingSite) -> Option<When> {
    written_moment(text, existing).or_else(|| written_moment(&padded(text), existing))
}

/// Gives numbers of one digit a zero before them: `2020-1-5 8:3:00` is `2020-01-05 08:03:00`.
fn padded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_ascii_digit() && !digit(before) && !digit(rest.peek().copied()) && before.is_some() {
            out.push('0');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn written_moment(text: &str, existing: &ExistingSite) -> Option<When> {
    let zone = &existing.config.zone;
    if let Some((moment, offset)) = text.trim().rsplit_once(' ')
        && let [sign @ (b'+' | b'-'), digits @ ..] = offset.as_bytes()
        && digits.len() == 4
        && digits.iter().all(u8::is_ascii_digit)
    {
        let offset = format!("{}{}:{}", *sign as char, &offset[1..3], &offset[3..]);
        let seconds = if moment.matches(':').count() == 1 { ":00" } else { "" };
        return When::parse(&format!("{}{seconds}{offset}", moment.replacen(' ', "T", 1)), zone);
    }
    When::parse(text, zone)
}
