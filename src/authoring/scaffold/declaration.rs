//! Writes the `_collection.yaml` of a new collection, with comments on the optional settings.

use crate::base::yaml::write::{self, YamlValue};
use crate::config::collection::{Collection, Facet};

/// What is known of a new collection.
pub struct NewCollection<'a> {
    pub title: &'a str,
    /// The declaration that it extends; `None` for one with only the fields of every entry.
    pub extends: Option<&'a str>,
    /// A collection like the new one, for the examples.
    pub like: Option<&'a Collection>,
    pub chinese: bool,
}

/// Returns the text of the declaration.
pub fn declaration(new: &NewCollection<'_>) -> String {
    let say = |zh: &str, en: &str| if new.chinese { zh.to_owned() } else { en.to_owned() };
    let mut out = String::new();
    if let Some(extends) = new.extends {
        out.push_str(&format!("# {}\n", say("在哪种声明的基础上", "the declaration that it builds on")));
        out.push_str(&write::entry("extends", &YamlValue::text(extends)));
    }
    out.push_str(&format!("# {}\n", say("栏目的名称", "the title")));
    out.push_str(&write::entry("title", &YamlValue::text(new.title)));
    let url = new.like.map_or("/{collection}/{slug}/", |like| &like.url.pattern);
    let sort = new.like.map_or("title".to_owned(), |like| {
        format!("{}{}", if like.sort.descending { "-" } else { "" }, like.sort.field)
    });
    out.push_str(&format!("# url: {url} # {}\n", say("网址的样子", "the pattern of addresses")));
    out.push_str(&format!(
        "# sort: {sort} # {}\n",
        say("按哪个字段排列，前面加 - 是倒序", "the field they are ordered by; - for the other way round")
    ));
    if new.like.is_some_and(|like| like.has(Facet::Publication) || like.has(Facet::Schedule)) {
        out.push_str(&format!(
            "# max_age: 31d # {}\n",
            say("多少天没有新内容就提醒", "days without anything new before a warning")
        ));
    }
    out.push_str(&format!("# fields: # {}\n", say("这个栏目自己的字段", "fields of its own")));
    out.push_str(&format!("#   mascot: {{type: image, optional: true, label: {}}}\n", say("吉祥物", "Mascot")));
    out
}
