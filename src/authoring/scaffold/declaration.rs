//! What a new collection is called and extends → its `_collection.yaml`, with what else it may say.

use crate::base::yaml::write::{self, YamlValue};
use crate::config::collection::{Collection, Facet};

/// What is known of a new collection.
pub struct NewCollection<'a> {
    pub title: &'a str,
    /// A declaration that it extends; none for one with the fields of every entry alone.
    pub extends: Option<&'a str>,
    /// What it would be without a word of its own, for the examples.
    pub like: Option<&'a Collection>,
    pub chinese: bool,
}

/// The text of the declaration.
pub fn declaration(new: &NewCollection<'_>) -> String {
    let say = |zh: &str, en: &str| if new.chinese { zh.to_owned() } else { en.to_owned() };
    let mut out = String::new();
    if let Some(extends) = new.extends {
        out.push_str(&format!("# {}\n", say("在哪种声明的基础上", "the declaration that it builds on")));
        out.push_str(&write::entry("extends", &YamlValue::text(extends)));
    }
    out.push_str(&format!("# {}\n", say("栏目的名称", "what it is called")));
    out.push_str(&write::entry("title", &YamlValue::text(new.title)));
    let url = new.like.map_or("/{collection}/{slug}/", |like| &like.url.pattern);
    let sort = new.like.map_or("title".to_owned(), |like| {
        format!("{}{}", if like.sort.descending { "-" } else { "" }, like.sort.field)
    });
    out.push_str(&format!("# url: {url} # {}\n", say("网址的样子", "what addresses look like")));
    out.push_str(&format!(
        "# sort: {sort} # {}\n",
        say("按哪个字段排列，前面加 - 是倒序", "the field they are ordered by; - for the other way round")
    ));
    if new.like.is_some_and(|like| like.has(Facet::Publication) || like.has(Facet::Schedule)) {
        out.push_str(&format!(
            "# max_age: 31d # {}\n",
            say("多少天没有新内容就提醒", "days without anything new before you are told")
        ));
    }
    out.push_str(&format!("# fields: # {}\n", say("这个栏目自己的字段", "fields of its own")));
    out.push_str(&format!("#   mascot: {{type: image, optional: true, label: {}}}\n", say("吉祥物", "Mascot")));
    out
}
