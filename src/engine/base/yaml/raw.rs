//! Where and why the YAML reader stopped, in words.

use crate::base::diagnostic::Localized;

/// The reader's own fault: where it stopped in the text, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    pub at: usize,
    pub length: usize,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Tab,
    /// A quote or a bracket without its partner.
    Unclosed,
    Indentation,
    Colon,
    /// `*` before a word that nothing names.
    Alias,
    /// `&` before a word that nothing refers to.
    Anchor,
    /// `!` before a word.
    Tag,
    Character,
    SecondDocument,
    /// A key that stands twice in the same map.
    Twice {
        key: String,
    },
    /// A list or a map in the place of a key.
    KeyNotText,
    /// One text and no `key: value`.
    NoKeys,
    /// A value that holds what was meant as a line of its own.
    Swallowed,
    TooLarge,
    Other,
}

impl Reason {
    /// Recognises the kind of a message of the YAML library.
    pub fn of(info: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| info.contains(word));
        if has(&["tab"]) {
            Self::Tab
        } else if has(&["unclosed", "end of stream", "EOF", "end of file", "unexpected end", "flow", "',' or"]) {
            Self::Unclosed
        } else if has(&["indent", "column", "block"]) {
            Self::Indentation
        } else if has(&["mapping values", "simple key", "':'"]) {
            Self::Colon
        } else if has(&["alias"]) {
            Self::Alias
        } else if has(&["anchor"]) {
            Self::Anchor
        } else if has(&["tag", "directive"]) {
            Self::Tag
        } else if has(&["control", "character", "cannot start"]) {
            Self::Character
        } else if has(&["document"]) {
            Self::SecondDocument
        } else {
            Self::Other
        }
    }

    /// What is wrong, and what to do, where no mended line can be shown.
    pub fn words(&self) -> (Localized, Localized) {
        let say = |zh: &str, en: &str| Localized { zh: zh.to_owned(), en: en.to_owned() };
        match self {
            Self::Tab => (say("这里有制表符（Tab 键）", "a tab"), say("把它换成空格", "replace it by spaces")),
            Self::Unclosed => (
                say("引号或括号没有配对", "a quote or a bracket isn't closed"),
                say(
                    "从这一行起往上查：每个引号、[ 和 { 都要有配对的一个，而且是半角的",
                    "look upwards from here: every quote, `[` and `{` needs its partner",
                ),
            ),
            Self::Indentation => (
                say("这一行的缩进和上下行不一致", "the line isn't indented like its neighbours"),
                say("同一组的各行前面空格要一样多", "lines of one group begin with the same number of spaces"),
            ),
            Self::Colon => (
                say("这一行不是“字段: 值”的写法", "the line isn't of the form `field: value`"),
                say(
                    "每行写“字段: 值”，冒号是半角的，后面空一格；值里有“: ”就给值加引号",
                    "write `field: value` with a plain colon and a space; a value with a colon and a space needs quotes",
                ),
            ),
            Self::Alias => {
                (say("值以 * 开头", "a value begins with `*`"), say("给这个值加引号", "put the value in quotes"))
            }
            Self::Anchor => (
                say("值以 & 开头，& 后面的字会丢", "a value begins with `&`, and the word behind it would be lost"),
                say("给这个值加引号", "put the value in quotes"),
            ),
            Self::Tag => (
                say(
                    "值以 ! 或 % 开头，后面的字会丢",
                    "a value begins with `!` or `%`, and the word behind it would be lost",
                ),
                say("给这个值加引号", "put the value in quotes"),
            ),
            Self::Character => (
                say("这里的字符不能出现在值的开头", "a value can't begin with this character"),
                say("给这个值加引号；看不见的字符请删去", "put the value in quotes; remove invisible characters"),
            ),
            Self::SecondDocument => {
                (say("中间又有一行 --- 或 ...", "another line `---` or `...`"), say("删去这一行", "remove the line"))
            }
            Self::Twice { key } => (
                Localized { zh: format!("“{key}”写了两次"), en: format!("`{key}` is given twice") },
                say("留一个，删去另一个", "keep one of them and remove the other"),
            ),
            Self::KeyNotText => (
                say("冒号前面应是字段名", "a field's name is expected before the colon"),
                say("每行写“字段: 值”", "write `field: value`"),
            ),
            Self::NoKeys => (
                say("这里没有“字段: 值”", "there is no `field: value`"),
                say(
                    "每行写“字段: 值”，如 title: 露水（冒号是半角的，后面空一格）",
                    "write `field: value` on each line, as in `title: Dew`",
                ),
            ),
            Self::Swallowed => (
                say("这一行会被当作上一行的文字", "the line would be read as part of the text above"),
                say("每行写“字段: 值”或“- 项”", "write `field: value` or `- item` on each line"),
            ),
            Self::TooLarge => (
                say("层次太深，或内容太多", "nested too deeply, or too large"),
                say(
                    "删去多余的括号和缩进，或把内容分到几个文件里",
                    "remove brackets and indentation, or use several files",
                ),
            ),
            Self::Other => (
                say("这一行的写法读不懂", "the line can't be read"),
                say(
                    "每行写“字段: 值”；值里有标点符号时，给整个值加引号",
                    "write `field: value`; put a value with signs in it in quotes",
                ),
            ),
        }
    }
}
