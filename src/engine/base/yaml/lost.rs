//! Values that YAML reads as something no one meant: nothing but a comment, or a character that can't be seen.

use super::cut::Cut;
use super::slip::Slip;
use super::{Kind, Node};
use crate::base::diagnostic::{Localized, Span};
use crate::base::text::unseen::is_forbidden;

/// Returns the slips of a text that could be read: what they leave of a value is nothing, or no text.
pub fn lost(root: &Node, cuts: &[Cut]) -> Vec<Slip> {
    let mut found: Vec<Slip> = cuts.iter().filter(|cut| cut.whole).map(only_a_comment).collect();
    walk(root, &mut found);
    found
}

fn only_a_comment(cut: &Cut) -> Slip {
    let (lost, line) = (&cut.lost, cut.line.trim());
    Slip {
        span: cut.span,
        reason: Localized {
            zh: format!("空格加 # 之后的文字是注释，“{lost}”读不到，这里就没有值了"),
            en: format!("what follows a blank and # is a comment, so that nothing is read of `{lost}`"),
        },
        help: Localized {
            zh: format!("是内容就加引号：{line}；是注释就在 # 后面空一格"),
            en: format!("if it is the value, use quotes: {line}; for a comment leave a blank behind #"),
        },
    }
}

fn walk(node: &Node, found: &mut Vec<Slip>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar { text, .. } => found.extend(hidden(text, node.span)),
        Kind::List(items) => items.iter().for_each(|item| walk(item, found)),
        Kind::Map(map) => map.entries.iter().for_each(|(key, node)| {
            found.extend(hidden(&key.text, key.span));
            walk(node, found);
        }),
    }
}

/// A character that only an escape in double quotes can write: `"露\b水"`.
fn hidden(text: &str, span: Span) -> Option<Slip> {
    let c = text.chars().find(|c| is_forbidden(*c))?;
    let number = u32::from(c);
    Some(Slip {
        span,
        reason: Localized {
            zh: format!("这个值里有一个看不见的控制字符（U+{number:04X}）"),
            en: format!("the value holds a control character (U+{number:04X}), which can't be seen"),
        },
        help: Localized {
            zh: "删去它；在双引号里，反斜线和后面的字母合成一个字符，要照写反斜线就改用单引号".to_owned(),
            en: "remove it; in double quotes a backslash makes a character with the letter behind it; use single quotes for a plain backslash".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::base::url::SourcePath;
    use crate::base::yaml::parse_written;

    fn fault(text: &str) -> Option<String> {
        let path = SourcePath::new("site.yaml").unwrap();
        let fault = parse_written(text, 0, &path, &mut Vec::new()).err()?;
        Some(format!("{}｜{}", fault.slips[0].reason.zh, fault.slips[0].help.zh))
    }

    #[test]
    fn a_value_that_is_only_a_comment_is_an_error() {
        let said = fault("title: #重要\ndate: 2026-11-01\n").unwrap();
        assert!(said.contains("“#重要”读不到") && said.contains("title: \"#重要\""), "{said}");
        assert_eq!(fault("title: 露水 #1\n"), None);
        assert_eq!(fault("note: # 备注\ntitle: 露水\n"), None);
    }

    #[test]
    fn a_character_that_no_page_may_hold_is_an_error() {
        for (text, name) in
            [("title: \"露\\b水\"", "U+0008"), ("a: [\"\\u001F\"]", "U+001F"), ("a: \"\\uFFFE\"", "U+FFFE")]
        {
            assert!(fault(text).is_some_and(|said| said.contains(name)), "{text}");
        }
        assert_eq!(fault("a: \"一\\t二\\n三\""), None);
    }
}
