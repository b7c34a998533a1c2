//! What people call settings → the settings: Chinese words, words of other programs, and those that can't be had.

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;

/// A setting, and other words for it.
const WORDS: [(&str, &[&str]); 32] = [
    ("title", &["name", "site_name", "sitename", "标题", "名称", "网站名称", "网站名", "text", "栏目名", "栏目名称"]),
    ("description", &["desc", "subtitle", "slogan", "简介", "介绍", "描述", "网站介绍"]),
    ("base_url", &["url", "baseurl", "site_url", "domain", "网址", "域名", "网站地址", "地址"]),
    ("url", &["link", "href", "path", "地址", "网址", "链接", "permalink"]),
    ("language", &["lang", "locale", "语言"]),
    ("time_zone", &["timezone", "tz", "时区"]),
    ("organisation", &["organization", "org", "author", "owner", "单位", "主办单位", "机构"]),
    ("theme_options", &["options", "params", "主题选项"]),
    ("theme", &["主题", "模板"]),
    ("color", &["colour", "primary", "primary_color", "main_color", "颜色", "主色", "主题色"]),
    ("logo", &["标志", "徽标", "图标"]),
    ("menu", &["nav", "navigation", "菜单", "导航", "主菜单"]),
    ("footer", &["页脚", "底部"]),
    ("host", &["主办单位", "主办"]),
    ("contact", &["联系方式", "联系电话", "电话", "phone", "tel"]),
    ("icp", &["备案号", "备案", "beian", "icp备案号"]),
    ("police", &["公安备案", "公安备案号", "gongan"]),
    ("links", &["友情链接", "链接"]),
    ("taxonomies", &["taxonomy", "categories", "分类"]),
    ("terms", &["words", "values", "词", "选项"]),
    ("aliases", &["alias", "别名"]),
    ("closed", &["封闭", "固定"]),
    ("page_size", &["per_page", "paginate", "pagesize", "每页"]),
    ("feeds", &["rss", "feed", "atom", "订阅"]),
    ("extends", &["type", "kind", "种类", "类型", "继承"]),
    ("sort", &["order", "order_by", "排序"]),
    ("fields", &["字段"]),
    ("label", &["name", "title", "标签", "名称"]),
    ("help", &["hint", "description", "提示", "说明"]),
    ("choices", &["options", "values", "enum", "选项"]),
    ("type", &["类型"]),
    ("parent", &["extends", "inherits", "上级", "继承"]),
];

/// Settings of other programs, and why there are none here.
const ABSENT: [(&str, &str, &str); 3] = [
    (
        "required",
        "字段不写 optional: true 就是必须填写的；删去这一项",
        "a field is required unless it has optional: true; remove this",
    ),
    ("children", "菜单只有一层；把这一项也写成菜单里单独的一行", "a menu has one level; make this an item of its own"),
    (
        "keywords",
        "搜索引擎不看关键词，这里没有它；网站的介绍写在 description 里",
        "search engines don't read keywords; describe the site in `description`",
    ),
];

/// Returns the setting among `known` that a word means: by its words, or a similar one.
pub fn meant<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = word.trim().to_lowercase();
    let named = |key: &&&str| WORDS.iter().any(|(name, words)| *name == **key && words.contains(&folded.as_str()));
    known.iter().find(named).copied().or_else(|| did_you_mean(word, known.iter().copied()))
}

/// Returns the setting that another word stands for.
pub fn other_word(word: &str) -> Option<&'static str> {
    let folded = word.trim().to_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(name, _)| *name)
}

/// Reports a setting that there isn't, with what is meant or what there is.
#[must_use]
pub fn unknown(word: &str, place: &str, known: &[&str]) -> Diagnostic {
    if let Some((_, zh, en)) = ABSENT.iter().find(|(absent, ..)| *absent == word && !known.contains(absent)) {
        return messages::unknown_setting(word, place, zh, en);
    }
    let mut known = known.to_vec();
    known.sort_unstable();
    known.dedup();
    if let Some(meant) = meant(word, &known) {
        let (zh, en) = ("改正拼写，或删去这一项", "correct the spelling, or remove it");
        return messages::unknown_setting(word, place, zh, en).meant(Some(meant));
    }
    if known.is_empty() {
        return messages::unknown_setting(word, place, "删去这一项", "remove it");
    }
    let (zh, en) = (known.join("、"), known.join(", "));
    messages::unknown_setting(
        word,
        place,
        &format!("可以写：{zh}；改正拼写，或删去这一项"),
        &format!("there are: {en}; correct the spelling, or remove it"),
    )
}

/// A line with a setting, as an example to copy.
#[must_use]
pub fn line(key: &str, place: &str) -> String {
    let value = match key {
        "title" if place == "menu" || place == "links" => "科学专栏",
        "title" => "江城科普",
        "base_url" => "https://kepu.example.org/",
        "url" => "/column/",
        "parent" => "spring",
        "type" => "text",
        "to" => "bases",
        "taxonomy" => "tag",
        "choices" => "[红, 黄, 蓝]",
        "field" => "facilities",
        "site_name" => "江城科普",
        "site_domain" => "kepu.example.org",
        "site_id_code" => "\"5105000000\"",
        _ => "……",
    };
    format!("{key}: {value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_known_by_other_words() {
        for (word, known, expected) in [
            ("link", &["title", "url"][..], Some("url")),
            ("颜色", &["color", "logo"], Some("color")),
            ("colour", &["color", "logo"], Some("color")),
            ("标志", &["color", "logo"], Some("logo")),
            ("tilte", &["title", "url"], Some("title")),
            ("rss", &["feeds", "posters"], Some("feeds")),
            ("Title", &["title"], Some("title")),
            ("页脚", &["footer", "menu"], Some("footer")),
            ("xyz", &["footer", "menu"], None),
        ] {
            assert_eq!(meant(word, known), expected, "{word}");
        }
        let report = unknown("xyz", "site.yaml", &["menu", "footer"]);
        assert!(report.help.zh.contains("可以写：footer、menu"), "{}", report.help.zh);
        let report = unknown("required", "fields.post", &["type"]);
        assert!(report.help.zh.contains("optional"), "{}", report.help.zh);
    }
}
