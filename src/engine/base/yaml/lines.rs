//! The usual slips in one line of YAML, each with the line as it should be.

use super::escape::{plain_backslashes, unknown_escape};
use crate::base::diagnostic::Localized;

/// A way to mend one line.
pub struct Trial {
    pub at: std::ops::Range<usize>,
    pub reason: Localized,
    pub mended: String,
}

/// A line of a text, without its line break.
pub struct YamlLine<'t> {
    pub text: &'t str,
    /// Where it begins in the text.
    pub start: usize,
    /// Whether it belongs to a text block that `|` or `>` began, where nothing is a slip.
    pub inside: bool,
}

/// Splits a text into its lines. A carriage return is part of no line, but counts.
pub fn split(text: &str) -> Vec<YamlLine<'_>> {
    let mut start = 0;
    let mut block: Option<usize> = None;
    let mut found = Vec::new();
    for raw in text.split('\n') {
        let line = raw.strip_suffix('\r').unwrap_or(raw);
        let indent = indent_of(line);
        if block.is_some_and(|least| indent <= least && !line.trim().is_empty()) {
            block = None;
        }
        found.push(YamlLine { text: line, start, inside: block.is_some() });
        let code = line.split(" #").next().unwrap_or_default().trim_end();
        let opener = code.rsplit([' ', '\t']).next().unwrap_or_default();
        if block.is_none() && matches!(opener, "|" | ">" | "|-" | ">-" | "|+" | ">+") && code.contains(':') {
            block = Some(indent);
        }
        start += raw.len() + 1;
    }
    found
}

/// A slip that is plain to see, whatever stands around it.
pub fn certain(line: &str, above: Option<&str>) -> Option<Trial> {
    let slips = [invisible, bold_key, other_comment, wide_space, joined_colon, joined_dash, other_dash];
    let beside = [wide_before_key, numbered_item];
    beside.iter().find_map(|slip| slip(line, above)).or_else(|| slips.iter().find_map(|slip| slip(line)))
}

/// Returns whether a text is a line whose colon or dash lacks its space, or whose dash is another sign.
pub fn is_joined(text: &str) -> bool {
    joined_colon(text).is_some() || joined_dash(text).is_some() || other_dash(text).is_some()
}

/// Returns whether a text begins with a space that isn't seen.
pub fn is_widely_indented(text: &str) -> bool {
    text.starts_with(['\u{3000}', '\u{a0}'])
}

/// Ways to mend a line that are to be tried, the likeliest first.
pub fn trials(line: &str, above: &[&str], below: &str) -> Vec<Trial> {
    let mut found = Vec::new();
    found.extend(tabs(line, above));
    found.extend(equals(line));
    found.extend(values(line));
    found.extend(indents(line, above, below));
    found.extend(no_colon(line));
    found
}

fn trial(at: std::ops::Range<usize>, mended: String, zh: String, en: String) -> Trial {
    Trial { at, reason: Localized { zh, en }, mended }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A line taken apart: indentation and dash, key, what is between key and value, value.
struct Parts<'l> {
    head: &'l str,
    key: &'l str,
    value: &'l str,
    /// Where the value begins.
    at: usize,
}

/// A line as key and value, or as an item of a list, whose key is empty.
fn parts(line: &str) -> Option<Parts<'_>> {
    let body = line.trim_start_matches([' ', '\t']);
    let mut head = line.len() - body.len();
    let mut rest = body;
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
        head = line.len() - rest.len();
    }
    if rest.starts_with(['#', '"', '\'', '[', '{']) && !rest.contains(": ") {
        return (head > 0).then(|| Parts { head: &line[..head], key: "", value: rest.trim_end(), at: head });
    }
    match rest.find(": ").or_else(|| rest.trim_end().strip_suffix(':').map(str::len)) {
        Some(colon) if !rest[..colon].contains(['"', '[', '{', '｛', '［', '【']) => {
            let after = &rest[colon + 1..];
            let value = after.trim_start();
            let at = line.len() - value.len();
            Some(Parts { head: &line[..head], key: &rest[..colon], value: value.trim_end(), at })
        }
        _ if body.starts_with("- ") => Some(Parts { head: &line[..head], key: "", value: rest.trim_end(), at: head }),
        _ => None,
    }
}

/// A character that can't be seen and may not stand in YAML.
fn invisible(line: &str) -> Option<Trial> {
    let hidden = |c: char| {
        (c.is_control() && c != '\t')
            || matches!(c, '\u{feff}' | '\u{200b}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
    };
    let (at, found) = line.char_indices().find(|(_, c)| hidden(*c))?;
    let mended: String = line.chars().filter(|c| !hidden(*c)).collect();
    let name = format!("U+{:04X}", u32::from(found));
    Some(trial(
        at..at + found.len_utf8(),
        mended,
        format!("这里有一个看不见的控制字符（{name}），多半是从别处粘贴来的"),
        format!("an invisible control character ({name}), probably pasted from elsewhere"),
    ))
}

/// `// 备注` and `<!-- 备注 -->`, which are comments elsewhere.
fn other_comment(line: &str) -> Option<Trial> {
    let indent = indent_of(line);
    let body = &line[indent..];
    let sign = ["//", "<!--"].into_iter().find(|sign| body.starts_with(sign))?;
    let words = body[sign.len()..].trim().trim_end_matches("-->").trim_end();
    Some(trial(
        indent..indent + sign.len(),
        format!("{}# {words}", &line[..indent]),
        "这里的注释要以 # 加空格开头".to_owned(),
        "a comment begins with `#` and a space here".to_owned(),
    ))
}

/// `title 露水`: a key and a value with nothing but a space between.
fn no_colon(line: &str) -> Option<Trial> {
    let indent = indent_of(line);
    let key = ascii_key(&line[indent..])?;
    let at = indent + key.len();
    let value = line[at..].strip_prefix(' ')?.trim();
    (!value.is_empty() && !line.contains(':')).then(|| {
        trial(
            at..at + 1,
            format!("{}{key}: {value}", &line[..indent]),
            format!("“{key}”后面缺冒号"),
            format!("a colon is missing behind `{key}`"),
        )
    })
}

/// `**title**: 露水` and `**title:** 露水`, as word processors and chats hand it over.
fn bold_key(line: &str) -> Option<Trial> {
    let (bold, after) = line.trim_start().strip_prefix("**")?.split_once("**")?;
    let key = bold.trim_end_matches([':', '：']).trim();
    let value = after.trim_start().trim_start_matches([':', '：']).trim();
    let colon = bold.ends_with([':', '：']) || after.trim_start().starts_with([':', '：']);
    let indent = indent_of(line);
    (colon && ascii_key(key) == Some(key)).then(|| {
        trial(
            indent..indent + "**".len(),
            format!("{}{key}: {value}", &line[..indent]).trim_end().to_owned(),
            format!("字段名“{key}”不加粗，去掉星号"),
            format!("the field `{key}` isn't written in bold; remove the stars"),
        )
    })
}

/// `1. 光学`: an item of a list behind its number.
fn numbered_item(line: &str, above: Option<&str>) -> Option<Trial> {
    let indent = indent_of(line);
    let body = &line[indent..];
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = body[digits..].strip_prefix(['.', '．', '、', ')', '）'])?;
    let item = rest.trim();
    let listed = above.is_some_and(|above| above.trim_end().ends_with(':') || above.trim_start().starts_with("- "));
    // 1.5米 is no item.
    let none = digits == 0 || digits > 2 || item.is_empty() || item.starts_with(|c: char| c.is_ascii_digit());
    (listed && !none).then(|| {
        trial(
            indent..indent + body.len() - rest.len(),
            format!("{}- {item}", &line[..indent]),
            "列表每项要以半角的“-”加空格开头，不编号".to_owned(),
            "an item of a list begins with a plain `-` and a space, not with a number".to_owned(),
        )
    })
}

/// A tab, a full-width or a non-breaking space before a key that stands below no other: `　title: 露水`.
fn wide_before_key(line: &str, above: Option<&str>) -> Option<Trial> {
    let tabbed = || line.starts_with('\t').then(|| line.trim_start_matches('\t'));
    let body = line.strip_prefix(['\u{3000}', '\u{a0}']).or_else(tabbed)?;
    let key = ascii_key(body).filter(|key| body[key.len()..].starts_with([':', '：']))?;
    let below = above
        .is_some_and(|above| above.trim_end().ends_with(':') || above.starts_with([' ', '\t', '\u{3000}', '\u{a0}']));
    let (zh, en) = match line.chars().next() {
        Some('\u{3000}') => ("全角空格", "a full-width space"),
        Some('\t') => ("制表符（Tab 键）", "a tab"),
        _ => ("不换行空格", "a no-break space"),
    };
    (!below).then(|| {
        trial(
            0..line.len() - body.len(),
            body.to_owned(),
            format!("“{key}”前面多了{zh}"),
            format!("{en} before `{key}`"),
        )
    })
}

/// A full-width or non-breaking space where YAML needs a plain one: as indentation, or behind a colon or a dash.
fn wide_space(line: &str) -> Option<Trial> {
    let wide = |c: char| matches!(c, '\u{3000}' | '\u{a0}');
    let body = line.trim_start_matches(|c: char| c == ' ' || wide(c));
    let indent = &line[..line.len() - body.len()];
    if let Some(at) = indent.find(wide) {
        let mended = indent.replace(wide, if indent.contains('\u{3000}') { "  " } else { " " }) + body;
        return Some(trial(
            at..indent.len(),
            mended,
            "行首是全角空格，要用半角空格".to_owned(),
            "the line begins with a full-width space; use plain spaces".to_owned(),
        ));
    }
    let key = ascii_key(body)?;
    let after = body[key.len()..].strip_prefix(':')?;
    let value = after.trim_start_matches(|c: char| c == ' ' || wide(c));
    let gap = &after[..after.len() - value.len()];
    let at = gap.find(wide)? + indent.len() + key.len() + 1;
    (!gap.starts_with(' ')).then(|| {
        trial(
            at..at + 1,
            format!("{indent}{key}: {value}"),
            format!("“{key}:”后面是全角空格，要用半角空格"),
            format!("a full-width space behind `{key}:`; use a plain space"),
        )
    })
}

/// Returns the key of letters that a text begins with.
fn ascii_key(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(text.len());
    let key = &text[..end];
    (key.len() >= 2 && key.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(key)
}

/// `title:露水` and `title：露水`.
fn joined_colon(line: &str) -> Option<Trial> {
    let body = line.trim_start_matches([' ', '\t']);
    let rest = body.strip_prefix("- ").map_or(body, str::trim_start);
    let head = &line[..line.len() - rest.len()];
    let key = ascii_key(rest)?;
    // `title ：` is the same slip.
    let after = rest[key.len()..].trim_start_matches(' ');
    let at = line.len() - after.len();
    if let Some(value) = after.strip_prefix('：') {
        let value = value.trim_start_matches([' ', '\u{3000}']);
        let mended = format!("{head}{key}: {value}");
        return Some(trial(
            at..at + '：'.len_utf8(),
            mended.trim_end().to_owned(),
            format!("“{key}”后面是全角冒号，要用半角冒号加一个空格"),
            format!("a full-width colon behind `{key}`; use a plain colon and a space"),
        ));
    }
    let value = rest[key.len()..].strip_prefix(':')?;
    let joined = !value.is_empty() && !value.starts_with([' ', '\t', ':']) && !value.starts_with("//");
    joined.then(|| {
        trial(
            at..at + 1,
            format!("{head}{key}: {value}"),
            format!("“{key}:”后面缺一个空格"),
            format!("a space is missing behind `{key}:`"),
        )
    })
}

/// `-光学`. A number below zero is none.
fn joined_dash(line: &str) -> Option<Trial> {
    let indent = indent_of(line);
    let item = line[indent..].strip_prefix('-')?;
    let first = item.chars().next()?;
    let none = matches!(first, ' ' | '-' | '\t' | '.') || first.is_ascii_digit();
    (!none).then(|| {
        trial(
            indent..indent + 1,
            format!("{}- {item}", &line[..indent]),
            "列表每项的“-”后面缺一个空格".to_owned(),
            "a space is missing behind the `-` of a list's item".to_owned(),
        )
    })
}

/// `－ 光学`, `•光学`, `* 光学`: an item of a list behind another sign. Two dashes begin a part of a sentence.
fn other_dash(line: &str) -> Option<Trial> {
    let indent = indent_of(line);
    let body = &line[indent..];
    let sign = body.chars().next().filter(|c| "－—–−•·●＊＋*+".contains(*c))?;
    let rest = &body[sign.len_utf8()..];
    let item = rest.trim_start();
    // A word in bold and a number begin with the plain signs.
    let none = item.is_empty() || rest.starts_with(sign) || rest.starts_with(|c: char| c.is_ascii_digit());
    (!none && (!sign.is_ascii() || rest.starts_with(' '))).then(|| {
        trial(
            indent..indent + sign.len_utf8(),
            format!("{}- {item}", &line[..indent]),
            format!("列表每项要以半角的“-”加空格开头，不用“{sign}”"),
            format!("an item of a list begins with a plain `-` and a space, not with `{sign}`"),
        )
    })
}

fn tabs(line: &str, above: &[&str]) -> Vec<Trial> {
    let Some(at) = line.find('\t') else { return Vec::new() };
    let body = line.trim_start_matches([' ', '\t']);
    let indent = &line[..line.len() - body.len()];
    let rest = body.trim_end_matches('\t').replace('\t', " ");
    let last = above.iter().rev().find(|line| !line.trim().is_empty()).map_or(0, |line| indent_of(line));
    let mut widths = vec![indent.replace('\t', "  ").len(), last, last + 2, 0];
    widths.dedup();
    let make = |width: usize| {
        trial(
            at..at + 1,
            format!("{}{rest}", " ".repeat(width)),
            "这里有制表符（Tab 键），缩进要用空格".to_owned(),
            "a tab; indentation is made of spaces".to_owned(),
        )
    };
    widths.into_iter().map(make).collect()
}

/// `title = 露水`, as in TOML.
fn equals(line: &str) -> Option<Trial> {
    let indent = indent_of(line);
    let key = ascii_key(&line[indent..])?;
    let after = line[indent + key.len()..].trim_start();
    let value = after.strip_prefix(['=', '＝'])?.trim_start();
    let at = line.len() - after.len();
    Some(trial(
        at..at + 1,
        format!("{}{key}: {value}", &line[..indent]),
        format!("“{key}”后面是等号，要用冒号加一个空格"),
        format!("an equals sign behind `{key}`; use a colon and a space"),
    ))
}

/// Values that need quotes, lack one, or have brackets of the wrong kind.
fn values(line: &str) -> Vec<Trial> {
    let Some(Parts { head, key, value, at }) = parts(line) else { return Vec::new() };
    let Some(first) = value.chars().next() else { return Vec::new() };
    let whole = |value: &str| if key.is_empty() { format!("{head}{value}") } else { format!("{head}{key}: {value}") };
    let span = at..at + value.len();
    let begin = at..at + first.len_utf8();
    let name = if key.is_empty() { "这一项".to_owned() } else { format!("“{key}”") };
    let name_en = if key.is_empty() { "the item".to_owned() } else { format!("`{key}`") };
    let mut found = Vec::new();
    if let Some(escape) = unknown_escape(value).filter(|_| matches!(first, '"' | '[' | '{')) {
        let written = &value[escape.clone()];
        found.push(trial(
            at + escape.start..at + escape.end,
            whole(&plain_backslashes(value)),
            format!("{name}的双引号里，“{written}”不是一个字符；要照写反斜杠，用单引号或写成 \\\\"),
            format!("in the double quotes of {name_en}, `{written}` makes no character; for a plain backslash use single quotes or \\\\"),
        ));
    }
    match first {
        '“' | '”' | '‘' | '’' | '＂' | '＇' => {
            let inner = value.trim_matches(['“', '”', '‘', '’', '＂', '＇']);
            found.push(trial(
                begin,
                whole(&quoted(inner)),
                format!("{name}的值用了全角引号，又含有冒号等符号；要用半角引号"),
                format!("the value of {name_en} has full-width quotes; use plain ones"),
            ));
        }
        '｛' | '［' | '【' | '〔' => {
            let plain = plain_brackets(value);
            found.push(trial(
                begin,
                whole(&plain),
                format!("{name}的值用了全角括号，要用半角的 {{ }} 或 [ ]"),
                format!("the value of {name_en} has full-width brackets; use plain ones"),
            ));
        }
        '[' | '{' => {
            let (open, close) = if first == '[' { ('[', ']') } else { ('{', '}') };
            let spaced = spaced_colons(value);
            let count = |c: char| value.matches(c).count();
            if let Some(quoted) = quoted_hash(value) {
                found.push(trial(
                    span.clone(),
                    whole(&quoted),
                    format!("{name}里“ #”后面会当作注释，颜色等带 # 的值要加引号"),
                    format!("in {name_en} what follows ` #` is read as a comment; put a value with `#` in quotes"),
                ));
            }
            let wide = plain_brackets(value);
            if wide != value && value.contains(['｛', '｝', '［', '］', '【', '】', '〔', '〕', '，', '：']) {
                found.push(trial(
                    span.clone(),
                    whole(&wide),
                    format!("{name}里的括号、逗号或冒号有全角的，要都用半角"),
                    format!("{name_en} has full-width brackets, commas or colons; use plain ones"),
                ));
            }
            if count(open) > count(close) {
                found.push(trial(
                    begin.clone(),
                    whole(&format!("{}{close}", value.trim_end_matches([',', '，', '、', ' ']))),
                    format!("{name}的括号“{open}”没有配对的“{close}”"),
                    format!("`{open}` in {name_en} isn't closed by `{close}`"),
                ));
            } else if spaced != value {
                found.push(trial(
                    span.clone(),
                    whole(&spaced),
                    format!("{name}的花括号里，冒号后面缺一个空格"),
                    format!("a space is missing behind a colon in the braces of {name_en}"),
                ));
            }
            found.push(trial(
                begin,
                whole(&quoted(value)),
                format!("{name}的值以“{open}”开头，程序会当作列表；整个值要加引号"),
                format!("the value of {name_en} begins with `{open}` like a list; put the whole value in quotes"),
            ));
        }
        '"' | '\'' => {
            let inner = value.strip_prefix(first).unwrap_or(value);
            match inner.find(first) {
                None => found.push(trial(
                    begin,
                    whole(&quoted(inner.trim_end_matches(['”', '’', '＂']))),
                    format!("{name}的引号没有配对"),
                    format!("the quote of {name_en} isn't closed"),
                )),
                Some(_) => {
                    let bare = inner.strip_suffix(first).unwrap_or(value);
                    found.push(trial(
                        span,
                        whole(&quoted(bare)),
                        format!("{name}的值里有引号，引号后面还有字；整个值要加另一种引号"),
                        format!("the value of {name_en} goes on behind its quotes; put the whole value in the other kind of quotes"),
                    ));
                }
            }
        }
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | ',' | '?' | ']' | '}' | '-' | ':' => found.push(trial(
            begin,
            whole(&quoted(value)),
            format!("{name}的值以符号“{first}”开头，要加引号"),
            format!("the value of {name_en} begins with the sign `{first}`; put it in quotes"),
        )),
        _ => {}
    }
    let colon = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1));
    if let Some(colon) = colon
        && !matches!(first, '"' | '\'' | '[' | '{' | '“' | '｛')
    {
        found.push(trial(
            at + colon..at + colon + 1,
            whole(&quoted(value)),
            format!("{name}的值里有冒号加空格，要加引号"),
            format!("the value of {name_en} has a colon and a space in it; put it in quotes"),
        ));
    }
    found
}

/// Lines that stand too far to the right or to the left: they are put where lines above and below stand.
fn indents(line: &str, above: &[&str], below: &str) -> Vec<Trial> {
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    let mut widths: Vec<usize> = Vec::new();
    let others = above.iter().rev().copied().chain(std::iter::once(below));
    for other in others.filter(|other| !other.trim().is_empty() && !other.trim_start().starts_with('#')) {
        for width in [indent_of(other), indent_of(other) + 2] {
            // One space before a key is the slip, and not what the others lack.
            if width % 2 == 0 && width != indent && !widths.contains(&width) && widths.len() < 6 {
                widths.push(width);
            }
        }
    }
    widths.sort_by_key(|width| width.abs_diff(indent));
    let key = ascii_key(body).filter(|key| body[key.len()..].starts_with(':'));
    let make = |width: usize| {
        let (zh, en) = match key {
            Some(key) if width == 0 => (format!("“{key}”前面多了空格"), format!("spaces before `{key}`")),
            Some(key) => (
                format!("“{key}”的缩进和同组的行不一样：这里是 {indent} 格，应是 {width} 格"),
                format!("`{key}` isn't indented like its neighbours: {indent} spaces, not {width}"),
            ),
            None => (
                format!("这一行的缩进和同组的行不一样：这里是 {indent} 格，应是 {width} 格"),
                format!("the line isn't indented like its neighbours: {indent} spaces, not {width}"),
            ),
        };
        trial(0..indent.max(1), format!("{}{body}", " ".repeat(width)), zh, en)
    };
    widths.into_iter().map(make).collect()
}

/// `{color: #0b6e4f}` with the value that begins with `#` in quotes.
fn quoted_hash(value: &str) -> Option<String> {
    let at = value.find(" #")? + 1;
    let rest = &value[at..];
    let end = rest.find([',', '}', ']']).filter(|end| !rest[..*end].contains(char::is_whitespace))?;
    Some(format!("{}\"{}\"{}", &value[..at], &rest[..end], &rest[end..]))
}

/// A text in quotes that need the fewest escapes.
pub fn quoted(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn plain_brackets(value: &str) -> String {
    let plain = |c: char| match c {
        '｛' => '{',
        '｝' => '}',
        '［' | '【' | '〔' => '[',
        '］' | '】' | '〕' => ']',
        other => other,
    };
    let text: String = value.chars().map(plain).collect();
    let text = text.replace('：', ": ").replace(":  ", ": ");
    spaced_colons(&text).replace('，', ", ")
}

/// `{a:b, c：d}` with spaces behind its colons; addresses and times stay.
fn spaced_colons(value: &str) -> String {
    let mut made = String::with_capacity(value.len() + 4);
    let mut word = String::new();
    for (at, c) in value.char_indices() {
        let name = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        let rest = &value[at + c.len_utf8()..];
        let joined = !rest.is_empty() && !rest.starts_with(' ') && !rest.starts_with("//");
        match c {
            ':' | '：' if name && joined => made.push_str(": "),
            '：' if name => made.push(':'),
            _ => made.push(c),
        }
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            word.clear();
        }
    }
    made
}
/// Returns the end of an entry's own lines, from `start` to the next entry at `next`: comments at the entry's own `indent`
/// and blank lines above the next entry belong to that one.
pub fn own_end(text: &str, start: usize, next: usize, indent: usize) -> usize {
    let mut end = next;
    let is_above_next = |line: &str| {
        let comment = line.get(indent..).is_some_and(|rest| rest.starts_with('#'));
        line.trim().is_empty() || (comment && line[..indent].trim().is_empty())
    };
    let lines: Vec<&str> = text[start..next].split_inclusive('\n').collect();
    for line in lines.iter().skip(1).rev() {
        if !is_above_next(line) {
            break;
        }
        end -= line.len();
    }
    end
}
