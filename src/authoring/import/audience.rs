//! Words by which the front matter of an old site and the columns of a list say whether what they are about is public.
//! Words that only one of them has are beside their reader.

/// Keys and headings that show what they are about unless they say no.
const SHOWING: [&str; 11] = [
    "public",
    "published",
    "公开",
    "可否公开",
    "能否公开",
    "是否可以公开",
    "是否对外公开",
    "对外公开",
    "是否同意公开",
    "同意公开",
    "是否发布",
];

/// Keys and headings that hide what they are about unless they say no.
const HIDING: [&str; 7] = ["private", "hidden", "confidential", "保密", "涉密", "隐藏", "不公开"];

/// The words for what is public, as a state or as an answer.
const PUBLIC: [&str; 10] =
    ["publish", "published", "public", "final", "live", "open", "已发布", "已公开", "公开", "发布"];

const YES: [&str; 14] = ["true", "yes", "y", "on", "1", "是", "√", "✓", "✔", "对", "可", "可以", "同意", "能"];
const NO: [&str; 19] = [
    "false",
    "no",
    "n",
    "off",
    "0",
    "never",
    "none",
    "否",
    "不",
    "不是",
    "无",
    "没有",
    "×",
    "✗",
    "✘",
    "不涉密",
    "不保密",
    "非密",
    "不隐藏",
];

/// Whether a yes to a key or heading shows what it is about. It is in small letters.
pub(super) fn is_showing(key: &str) -> bool {
    is_among(&SHOWING, key)
}

/// Whether a yes to a key or heading hides what it is about. It is in small letters.
pub(super) fn is_hiding(key: &str) -> bool {
    is_among(&HIDING, key)
}

/// Whether a key is among some, as it is or as a question: `isEncrypted`, `is_hidden`, `是否保密`.
pub(super) fn is_among(keys: &[&str], key: &str) -> bool {
    let bare = ["is_", "is", "是否"].iter().find_map(|question| key.strip_prefix(question));
    keys.contains(&key) || bare.is_some_and(|bare| keys.contains(&bare))
}

/// Whether a state or an answer is a word for what is public.
pub(super) fn is_public(text: &str) -> bool {
    PUBLIC.contains(&text.to_lowercase().as_str())
}

/// Returns what an answer says: the booleans of YAML 1.1, in any letter case, and what people write for them.
pub(super) fn answer(text: &str) -> Option<bool> {
    let text = text.to_lowercase();
    let text = text.as_str();
    if YES.contains(&text) { Some(true) } else { NO.contains(&text).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_are_understood() {
        for key in ["public", "ispublic", "是否公开", "同意公开"] {
            assert!(is_showing(key) && !is_hiding(key), "{key}");
        }
        for key in ["保密", "是否涉密", "is_private", "不公开"] {
            assert!(is_hiding(key) && !is_showing(key), "{key}");
        }
        assert_eq!(["√", "Yes", "同意"].map(answer), [Some(true); 3]);
        assert_eq!(["×", "No", "非密"].map(answer), [Some(false); 3]);
        assert_eq!(["", "暂缓", "不同意", "01"].map(answer), [None; 4]);
        assert!(is_public("Open") && !is_public("members"));
    }
}
