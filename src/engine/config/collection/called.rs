//! What people call kinds of collections and types of fields → the kinds and types.

use crate::base::text::did_you_mean;

/// What people call a kind of collection.
const KINDS: [(&str, &[&str]); 5] = [
    ("article", &["文章", "专栏", "新闻", "post", "posts", "blog", "news", "articles"]),
    ("base", &["基地", "科普基地", "场所", "场馆", "place", "venue"]),
    ("event", &["活动", "科普活动", "activity"]),
    ("series", &["系列", "品牌活动"]),
    ("page", &["页面", "网页", "单页"]),
];

/// Returns the declaration to extend that a word means.
pub fn kind<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = word.trim().to_lowercase();
    let named = |key: &&&str| KINDS.iter().any(|(name, words)| *name == **key && words.contains(&folded.as_str()));
    known.iter().find(named).copied().or_else(|| did_you_mean(word, known.iter().copied()))
}

/// Returns the kind whose Chinese name a word is. The other words may be meant as titles of collections.
pub fn kind_in_chinese(word: &str) -> Option<&'static str> {
    KINDS.iter().find(|(_, words)| words.first().is_some_and(|name| *name == word.trim())).map(|(name, _)| *name)
}

/// What people call types of fields.
const TYPES: [(&str, &[&str]); 17] = [
    ("text", &["string", "str", "文字", "文本", "字符串", "单行文本"]),
    ("name", &["姓名", "人名", "名称", "person"]),
    ("markdown", &["richtext", "rich_text", "html", "正文", "富文本"]),
    ("number", &["int", "integer", "float", "decimal", "数字", "整数", "数值"]),
    ("bool", &["boolean", "checkbox", "是否", "布尔"]),
    ("date", &["日期", "day"]),
    ("datetime", &["time", "timestamp", "时间", "日期时间"]),
    ("choice", &["select", "enum", "option", "options", "radio", "选项", "单选", "下拉"]),
    ("list of choice", &["multiselect", "多选"]),
    ("group", &["object", "map", "dict", "组"]),
    ("reference", &["ref", "relation", "link_to", "引用", "关联"]),
    ("list of term", &["tag", "tags", "taxonomy", "category", "标签", "分类"]),
    ("list of text", &["list", "array", "列表"]),
    ("image", &["picture", "photo", "img", "图片", "照片"]),
    ("file", &["attachment", "upload", "附件", "文件"]),
    ("url", &["link", "href", "网址", "链接"]),
    ("phone", &["tel", "telephone", "mobile", "电话", "手机"]),
];

/// Returns the type of field that a word means.
pub fn field_type<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = word.trim().to_lowercase();
    let named = TYPES.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(name, _)| *name);
    named.or_else(|| did_you_mean(word, known.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_types_are_known_by_other_words() {
        assert_eq!(kind("文章", &["article", "base"]), Some("article"));
        assert_eq!(kind("articles", &["article", "base"]), Some("article"));
        assert_eq!(kind_in_chinese("文章"), Some("article"));
        assert_eq!(kind_in_chinese("新闻"), None);
        assert_eq!(field_type("string", &["text"]), Some("text"));
        assert_eq!(field_type("nmae", &["text", "name"]), Some("name"));
    }
}
