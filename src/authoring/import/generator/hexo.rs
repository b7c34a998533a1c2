//! Reads Hexo sites: `source/_posts/`, `source/_drafts/`, pages anywhere else in `source/`.

use super::excluded::patterns;
use super::markup::{Replacement, Tag, arguments, block_ends, bracketed, fence, picture, plain};
use super::permalink::{Moment, permalink};
use super::reading::{self, base, configuration, text};
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::base::yaml::{Map, Node};

/// Hexo's default of `permalink` in `_config.yml`.
const PERMALINK: &str = ":year/:month/:day/:title/";

pub fn read(sources: &Snapshot, reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let config = configuration(sources, &["_config.yml"], reporter);
    let folder = text(&config, "source_dir").unwrap_or_else(|| "source".to_owned());
    let mut old = OldSite { base: base(&config, "root"), excluded: patterns(&config), ..OldSite::default() };
    let pattern = text(&config, "permalink").unwrap_or_else(|| PERMALINK.to_owned());
    let defaults = config.get("permalink_defaults").and_then(|node| node.as_map()).cloned().unwrap_or_default();
    let category = text(&config, "default_category").unwrap_or_else(|| "uncategorized".to_owned());
    for (path, file) in sources.below(&folder) {
        let Some(below) = path.below(&folder) else { continue };
        let post = below.strip_prefix("_posts/");
        let draft = below.strip_prefix("_drafts/");
        let markdown = matches!(path.extension(), "md" | "markdown");
        if below.starts_with('_') && post.is_none() && draft.is_none() {
            old.ignored.push(path.clone());
        } else if markdown {
            let Some(mut read) = Post::read(path, file, reporter) else { continue };
            let page = post.is_none() && draft.is_none();
            let name = post.or(draft).unwrap_or(below);
            let name = name.trim_end_matches(".markdown").trim_end_matches(".md");
            let address = address(&read.front, name, page, (&pattern, &defaults), &category);
            if page && address.as_deref() == Some("/") {
                // The home page, which the theme generates.
                old.ignored.push(path.clone());
                continue;
            }
            let stem = if page { name.trim_end_matches("/index") } else { name };
            let stem = stem.rsplit('/').next().unwrap_or(stem);
            // `hexo new` puts the date before the name if it is configured to.
            read.set_name(stem);
            old.posts.push(Post {
                bundle: (!page).then(|| format!("{}/{}", path.folder(), path.stem())),
                withheld: locking_tag(&read.front, &config).map(|tag| format!("encrypt: {tag}")),
                page,
                address,
                ..read
            });
        } else if reading::is_other_text(path) {
            old.ignored.push(path.clone());
        } else if post.is_none() && draft.is_none() {
            if is_media(path) {
                old.files.insert(format!("/{below}"), path.clone());
            } else {
                old.ignored.push(path.clone());
            }
        }
    }
    if old.posts.is_empty() {
        let (zh, en) = (format!("{folder}/_posts 里没有文章"), format!("no texts in {folder}/_posts"));
        return Err(messages::nothing_to_import("Hexo", &zh, &en));
    }
    Ok(old)
}

/// A tag of a post that hexo-blog-encrypt locks by the site's configuration.
fn locking_tag(front: &Map, config: &Map) -> Option<String> {
    let locking = config.get("encrypt")?.as_map()?.get("tags")?.as_list()?;
    let locking = locking.iter().filter_map(|node| node.as_map()?.get("name")?.as_text());
    let tags = front.get("tags")?;
    let tags: Vec<&str> =
        tags.as_list().unwrap_or(std::slice::from_ref(tags)).iter().filter_map(Node::as_text).collect();
    locking.into_iter().find(|name| tags.contains(name)).map(str::to_owned)
}

fn address(front: &Map, name: &str, page: bool, (pattern, defaults): (&str, &Map), category: &str) -> Option<String> {
    if let Some(own) = front.get("permalink").and_then(|node| node.as_text()) {
        return Some(format!("/{}", own.trim_start_matches('/')));
    }
    if page {
        let folder = name.strip_suffix("index").map(|folder| folder.trim_end_matches('/'));
        return Some(match folder {
            Some("") => "/".to_owned(),
            Some(folder) => format!("/{folder}/"),
            None => format!("/{name}.html"),
        });
    }
    let moment = Moment::of(front.get("date").and_then(|node| node.as_text()).unwrap_or_default());
    let stem = name.rsplit('/').next().unwrap_or(name);
    permalink(pattern, |token| match token {
        "title" => Some(name.to_owned()),
        "name" => Some(stem.to_owned()),
        "post_title" => front.get("title").and_then(|node| node.as_text()).map(str::to_owned),
        "category" => Some(first_category(front).unwrap_or_else(|| category.to_owned())),
        // A plugin's own, such as `abbrlink`, is written into the front matter.
        _ => moment
            .as_ref()
            .and_then(|moment| moment.token(token))
            .or_else(|| front.get(token)?.as_text().map(str::to_owned))
            .or_else(|| defaults.get(token)?.as_text().map(str::to_owned)),
    })
}

fn first_category(front: &Map) -> Option<String> {
    let node = front.get("categories").or_else(|| front.get("category"))?;
    match node.as_list() {
        Some(items) => match items.first()?.as_list() {
            Some(way) => Some(way.iter().filter_map(|part| part.as_text()).collect::<Vec<_>>().join("/")),
            // A flat list is one path of nested categories.
            None => Some(items.iter().filter_map(|part| part.as_text()).collect::<Vec<_>>().join("/")),
        },
        None => node.as_text().map(str::to_owned),
    }
}

/// Converts Hexo's own tags that Markdown has a counterpart for.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Replacement> {
    let (mut changes, ends) = (Vec::new(), block_ends(tags));
    let mut at = 0;
    while at < tags.len() {
        let tag = &tags[at];
        let given = arguments(&tag.arguments);
        let words = plain(&given);
        // The block of this tag: its content up to the closing tag, and the number of tags within.
        let block = ends[at].map(|end| {
            let range = tag.range.start..tags[end].range.end;
            (&body[tag.range.end..tags[end].range.start], range, end - at)
        });
        let single = |new: String| Some((tag.range.clone(), new, 0));
        let change = match (tag.name.as_str(), block) {
            ("asset_img" | "img", _) => image(&words).and_then(single),
            ("asset_path" | "post_path", _) => words.first().and_then(|path| single((*path).to_owned())),
            ("asset_link" | "post_link", _) => words.split_first().and_then(|(target, rest)| {
                let title = rest.iter().find(|word| !matches!(**word, "true" | "false")).unwrap_or(target);
                single(format!("[{title}]({})", bracketed(target)))
            }),
            ("link", _) => words.iter().position(|word| word.contains('/')).and_then(|place| {
                let text = words[..place].join(" ");
                let target = words[place];
                single(format!("[{}]({})", if text.is_empty() { target } else { &text }, bracketed(target)))
            }),
            ("codeblock" | "code", Some((inner, range, skip))) => {
                let language = tag.arguments.split_whitespace().find_map(|word| word.strip_prefix("lang:"));
                Some((range, fence(language.unwrap_or_default(), inner), skip))
            }
            ("raw", Some((inner, range, skip))) => Some((range, inner.to_owned(), skip)),
            ("blockquote" | "quote", Some((inner, range, skip))) => {
                let mut lines: Vec<String> = inner.trim().lines().map(|line| format!("> {line}")).collect();
                if !tag.arguments.is_empty() {
                    lines.extend([">".to_owned(), format!("> —— {}", tag.arguments)]);
                }
                Some((range, lines.join("\n"), skip))
            }
            _ => None,
        };
        match change {
            Some((range, new, skip)) => {
                changes.push((range, new));
                at += 1 + skip;
            }
            None => at += 1,
        }
    }
    changes
}

/// Converts `{% asset_img [class] file [width] [height] ['title' 'alt'] %}`.
fn image(words: &[&str]) -> Option<String> {
    let place = words.iter().position(|word| word.contains('.') || word.contains('/'))?;
    let texts: Vec<&str> = words[place + 1..].iter().copied().filter(|word| word.parse::<f64>().is_err()).collect();
    let joined = texts.join(" ");
    // `"'title' 'alt'"` is one argument that holds two.
    let inner = arguments(&joined);
    let inner = if joined.starts_with(['"', '\'']) { plain(&inner) } else { texts };
    let (title, alt) = match inner.as_slice() {
        [] => ("", ""),
        [title] => ("", *title),
        [title, alt, ..] => (*title, *alt),
    };
    Some(picture(words[place], alt, Some(title)))
}
