//! Backslashes in double quotes, which make a character with what follows them: those that make none.

/// Returns the first backslash in double quotes that makes no character with what follows it, and what follows.
pub fn unknown_escape(value: &str) -> Option<std::ops::Range<usize>> {
    let (mut at, mut quote) = (0, None);
    while let Some(c) = value[at..].chars().next() {
        let mut length = c.len_utf8();
        match (quote, c) {
            (Some('"'), '\\') => match escape(&value[at..]) {
                Ok(known) => length = known,
                Err(unknown) => return Some(at..at + unknown),
            },
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        at += length;
    }
    None
}

/// The same value with backslashes that stand for themselves: in single quotes, where those would change nothing else.
pub fn plain_backslashes(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner.filter(|inner| !inner.contains(['\'', '"']) && !inner.contains("\\\\")) {
        return format!("'{inner}'");
    }
    let mut doubled = String::with_capacity(value.len() + 1);
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        doubled.push(c);
        if c == '\\' {
            doubled.push(chars.next_if(|next| matches!(next, '"' | '\\')).unwrap_or('\\'));
        }
    }
    doubled
}

/// The length of the escape at the start of a text, as an error where it is none.
fn escape(text: &str) -> Result<usize, usize> {
    // At its end a line goes on in the next.
    let Some(letter) = text[1..].chars().next() else { return Ok(1) };
    let end = 1 + letter.len_utf8();
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ if "0abt\tnvfre \"/\\N_LP".contains(letter) => return Ok(end),
        _ => return Err(end),
    };
    let whole = end + text[end..].bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    let Ok(number) = u32::from_str_radix(&text[end..whole], 16) else { return Err(whole) };
    if whole - end < digits {
        return Err(whole);
    }
    // Two halves are one character, as in JSON.
    let low = || text[whole..].strip_prefix("\\u").and_then(|rest| u32::from_str_radix(rest.get(..4)?, 16).ok());
    if digits == 4 && low().is_some_and(|low| (0xDC00..0xE000).contains(&low)) && (0xD800..0xDC00).contains(&number) {
        return Ok(whole + "\\uDC00".len());
    }
    if char::from_u32(number).is_some() { Ok(whole) } else { Err(whole) }
}

#[cfg(test)]
mod tests {
    use crate::base::yaml::parse;

    #[test]
    fn a_backslash_that_makes_no_character_is_named_with_its_place() {
        for (line, escape, mended) in [
            (r#"title: "C:\科普""#, r"\科", r"title: 'C:\科普'"),
            (r#"title: "\uD800""#, r"\uD800", r"title: '\uD800'"),
            (r#"title: "\x4""#, r"\x4", r"title: '\x4'"),
            (r#"title: "\UFFFFFFFF""#, r"\UFFFFFFFF", r"title: '\UFFFFFFFF'"),
            (r#"title: "他说\"好\"，在C:\科普""#, r"\科", r#"title: "他说\"好\"，在C:\\科普""#),
            (r#"  - "D:\数据""#, r"\数", r"  - 'D:\数据'"),
            (r#"tags: ["a\科", 乙]"#, r"\科", r#"tags: ["a\\科", 乙]"#),
        ] {
            let text = if line.starts_with(' ') { format!("tags:\n{line}\n") } else { format!("{line}\n") };
            let fault = parse(&text, 0).unwrap_err();
            let [slip] = fault.slips.as_slice() else { panic!("{line}: {:?}", fault.slips) };
            assert_eq!(&text[slip.span.start..slip.span.end], escape, "{line}");
            assert!(slip.help.zh.ends_with(&format!("：{mended}")), "{line}: {:?}", slip.help);
            assert!(slip.reason.zh.contains("单引号"), "{line}: {:?}", slip.reason);
        }
        for text in [r#"a: "一\t二""#, r#"a: "\uD83C\uDF08""#, r"a: 'C:\科普'", r"a: C:\科普", r#"a: "\u79d1""#] {
            assert!(parse(text, 0).is_ok(), "{text}");
        }
    }
}
