//! Symbols: the name of a command, or a character → an atom.
//!
//! pulldown-latex knows about nine hundred names; it is asked for one at a time. What it lacks, or has
//! differently from LaTeX, is in `OWN`.

use pulldown_latex::event::{Content, DelimiterType};
use pulldown_latex::{Event, Parser, Storage};

use super::atom::{Atom, Class, Limits};

/// Names with their class and text.
const OWN: &[(&str, Class, &str)] = &[
    ("mu", Class::Ordinary, "μ"),
    ("varnothing", Class::Ordinary, "∅"),
    ("Game", Class::Ordinary, "⅁"),
    ("AA", Class::Ordinary, "Å"),
    ("angstrom", Class::Ordinary, "Å"),
    ("celsius", Class::Ordinary, "℃"),
    ("degreeCelsius", Class::Ordinary, "℃"),
    ("textdegree", Class::Ordinary, "°"),
    ("textcelsius", Class::Ordinary, "℃"),
    ("permille", Class::Ordinary, "‰"),
    ("perthousand", Class::Ordinary, "‰"),
    ("ohm", Class::Ordinary, "Ω"),
    ("micro", Class::Ordinary, "µ"),
    ("textmu", Class::Ordinary, "µ"),
    ("upmu", Class::Ordinary, "µ"),
    ("textohm", Class::Ordinary, "Ω"),
    ("Vert", Class::Ordinary, "‖"),
    ("vert", Class::Ordinary, "|"),
    ("|", Class::Ordinary, "‖"),
    ("euro", Class::Ordinary, "€"),
    ("ae", Class::Ordinary, "æ"),
    ("AE", Class::Ordinary, "Æ"),
    ("oe", Class::Ordinary, "œ"),
    ("o", Class::Ordinary, "ø"),
    ("O", Class::Ordinary, "Ø"),
    ("ss", Class::Ordinary, "ß"),
    ("l", Class::Ordinary, "ł"),
    ("i", Class::Ordinary, "ı"),
    ("textregistered", Class::Ordinary, "®"),
    ("textasciitilde", Class::Ordinary, "~"),
    ("textasciicircum", Class::Ordinary, "^"),
    ("textbackslash", Class::Ordinary, "\\"),
    ("textunderscore", Class::Ordinary, "_"),
    ("textellipsis", Class::Ordinary, "…"),
    ("textquotesingle", Class::Ordinary, "'"),
    ("textless", Class::Relation, "<"),
    ("textgreater", Class::Relation, ">"),
    ("textbar", Class::Ordinary, "|"),
    ("textperiodcentered", Class::Ordinary, "·"),
    ("textbullet", Class::Ordinary, "•"),
    ("textmultiply", Class::Binary, "×"),
    ("endash", Class::Ordinary, "–"),
    ("textendash", Class::Ordinary, "–"),
    ("textemdash", Class::Ordinary, "—"),
    ("N", Class::Ordinary, "ℕ"),
    ("R", Class::Ordinary, "ℝ"),
    ("Z", Class::Ordinary, "ℤ"),
    ("C", Class::Ordinary, "ℂ"),
    ("Q", Class::Ordinary, "ℚ"),
    ("reals", Class::Ordinary, "ℝ"),
    ("Reals", Class::Ordinary, "ℝ"),
    ("empty", Class::Ordinary, "∅"),
    ("infin", Class::Ordinary, "∞"),
    ("exist", Class::Ordinary, "∃"),
    ("hearts", Class::Ordinary, "♡"),
    ("upalpha", Class::Ordinary, "α"),
    ("upbeta", Class::Ordinary, "β"),
    ("upgamma", Class::Ordinary, "γ"),
    ("uppi", Class::Ordinary, "π"),
    ("dag", Class::Binary, "†"),
    ("dagger", Class::Binary, "†"),
    ("ddag", Class::Binary, "‡"),
    ("ddagger", Class::Binary, "‡"),
    ("plusmn", Class::Binary, "±"),
    ("slash", Class::Binary, "/"),
    ("lt", Class::Relation, "<"),
    ("gt", Class::Relation, ">"),
    ("le", Class::Relation, "≤"),
    ("ge", Class::Relation, "≥"),
    ("ne", Class::Relation, "≠"),
    ("rightleftharpoons", Class::Relation, "⇌"),
    ("leftrightharpoons", Class::Relation, "⇋"),
    ("longrightleftharpoons", Class::Relation, "⇌"),
    ("longleftrightharpoons", Class::Relation, "⇋"),
    ("perp", Class::Relation, "⟂"),
    ("parallel", Class::Relation, "∥"),
    ("nparallel", Class::Relation, "∦"),
    ("ngeqslant", Class::Relation, "≱"),
    ("nleqslant", Class::Relation, "≰"),
    ("harr", Class::Relation, "↔"),
    ("rarr", Class::Relation, "→"),
    ("larr", Class::Relation, "←"),
    ("Rarr", Class::Relation, "⇒"),
    ("parallelogram", Class::Ordinary, "▱"),
    ("arc", Class::Ordinary, "⌒"),
    ("aa", Class::Ordinary, "å"),
    ("OE", Class::Ordinary, "Œ"),
    ("j", Class::Ordinary, "ȷ"),
    ("bull", Class::Ordinary, "•"),
    ("sdot", Class::Binary, "⋅"),
    ("textdollar", Class::Ordinary, "$"),
    ("textcopyright", Class::Ordinary, "©"),
    ("textsterling", Class::Ordinary, "£"),
    ("textquoteleft", Class::Ordinary, "‘"),
    ("textquoteright", Class::Ordinary, "’"),
    ("textquotedblleft", Class::Ordinary, "“"),
    ("textquotedblright", Class::Ordinary, "”"),
    ("textbraceleft", Class::Ordinary, "{"),
    ("textbraceright", Class::Ordinary, "}"),
    ("llbracket", Class::Open, "⟦"),
    ("rrbracket", Class::Close, "⟧"),
    ("lbrace", Class::Open, "{"),
    ("{", Class::Open, "{"),
    ("lbrack", Class::Open, "["),
    ("langle", Class::Open, "⟨"),
    ("lang", Class::Open, "⟨"),
    ("lvert", Class::Open, "|"),
    ("lVert", Class::Open, "‖"),
    ("lfloor", Class::Open, "⌊"),
    ("lceil", Class::Open, "⌈"),
    ("rbrace", Class::Close, "}"),
    ("}", Class::Close, "}"),
    ("rbrack", Class::Close, "]"),
    ("rangle", Class::Close, "⟩"),
    ("rang", Class::Close, "⟩"),
    ("rvert", Class::Close, "|"),
    ("rVert", Class::Close, "‖"),
    ("rfloor", Class::Close, "⌋"),
    ("rceil", Class::Close, "⌉"),
    ("colon", Class::Punctuation, ":"),
    ("cdotp", Class::Punctuation, "⋅"),
    ("ldotp", Class::Punctuation, "."),
    ("sum", Class::Operator, "∑"),
];

/// Functions that pulldown-latex lacks, and whether they take limits.
const FUNCTIONS: &[(&str, &str, bool)] = &[
    ("tg", "tg", false),
    ("ctg", "ctg", false),
    ("arctg", "arctg", false),
    ("arcctg", "arcctg", false),
    ("cosec", "cosec", false),
    ("arccot", "arccot", false),
    ("arcsec", "arcsec", false),
    ("arccsc", "arccsc", false),
    ("arcosh", "arcosh", false),
    ("arsinh", "arsinh", false),
    ("artanh", "artanh", false),
    ("sech", "sech", false),
    ("csch", "csch", false),
    ("sh", "sh", false),
    ("ch", "ch", false),
    ("th", "th", false),
    ("cth", "cth", false),
    ("lb", "lb", false),
    ("diag", "diag", false),
    ("rank", "rank", false),
    ("tr", "tr", false),
    ("Tr", "Tr", false),
    ("grad", "grad", false),
    ("curl", "curl", false),
    ("rot", "rot", false),
    ("argmax", "arg max", true),
    ("argmin", "arg min", true),
    ("det", "det", true),
    ("injlim", "inj lim", true),
    ("projlim", "proj lim", true),
    ("plim", "plim", true),
    ("varliminf", "lim inf", true),
    ("varlimsup", "lim sup", true),
    ("varinjlim", "inj lim", true),
    ("varprojlim", "proj lim", true),
    ("ctan", "ctan", false),
    ("cotg", "cotg", false),
];

/// Returns the symbol of that name. The length of names is bounded by those of the tables.
pub fn named(name: &str) -> Option<Atom> {
    if let Some((_, class, text)) = OWN.iter().find(|(own, ..)| *own == name) {
        return Some(of(*class, text));
    }
    if let Some((_, text, limits)) = FUNCTIONS.iter().find(|(own, ..)| *own == name) {
        return Some(Atom::function(text, if *limits { Limits::Movable } else { Limits::Beside }));
    }
    let spelt = (2..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        || matches!(name, "S" | "P" | "#" | "&" | "$" | "_" | "%");
    if spelt { asked(&format!("\\{name}")) } else { None }
}

/// Returns the symbol that a character stands for. Letters are set by their font, and digits as numbers.
pub fn character(char: char) -> Atom {
    match char {
        '-' => of(Class::Binary, "−"),
        '*' => of(Class::Binary, "∗"),
        '+' | '±' | '×' | '÷' | '·' | '⋅' => of(Class::Binary, char.encode_utf8(&mut [0; 4])),
        '/' | '|' | '‖' | '℃' | '°' | '!' | '@' | '"' | '`' | '?' => {
            of(Class::Ordinary, char.encode_utf8(&mut [0; 4]))
        }
        '=' | '<' | '>' | ':' | '≤' | '≥' | '≠' | '≈' | '→' | '←' | '⇌' | '∶' => {
            of(Class::Relation, char.encode_utf8(&mut [0; 4]))
        }
        '(' | '[' => of(Class::Open, char.encode_utf8(&mut [0; 4])),
        ')' | ']' => of(Class::Close, char.encode_utf8(&mut [0; 4])),
        ',' | ';' => of(Class::Punctuation, char.encode_utf8(&mut [0; 4])),
        '∑' | '∏' | '∐' | '⋃' | '⋂' | '⋁' | '⋀' | '⨁' | '⨂' | '⨀' => {
            of(Class::Operator, char.encode_utf8(&mut [0; 4])).limits(Limits::Movable)
        }
        '∫' | '∬' | '∭' | '∮' => of(Class::Operator, char.encode_utf8(&mut [0; 4])),
        // The parser reads these as something else than themselves.
        '.' | '#' | '$' | '%' | '&' | '~' | '^' | '_' | '\\' | '{' | '}' => {
            Atom::letter(char.encode_utf8(&mut [0; 4]), true)
        }
        _ => asked(char.encode_utf8(&mut [0; 4])).unwrap_or_else(|| Atom::letter(char.encode_utf8(&mut [0; 4]), true)),
    }
}

/// Returns the one symbol that pulldown-latex reads there.
fn asked(latex: &str) -> Option<Atom> {
    let storage = Storage::new();
    let mut found = None;
    for event in Parser::new(latex, &storage) {
        match event {
            Ok(Event::Content(content)) if found.is_none() => found = Some(content),
            _ => return None,
        }
    }
    let mut buffer = [0; 8];
    Some(match found? {
        Content::Text(_) => return None,
        Content::Number(number) => Atom::letter(number, true),
        Content::Function(name) => {
            let movable = ["lim", "Pr", "sup", "max", "inf", "gcd", "min", "lim inf", "lim sup"].contains(&name);
            Atom::function(name, if movable { Limits::Movable } else { Limits::Beside })
        }
        Content::Ordinary { content, .. } => of(Class::Ordinary, content.encode_utf8(&mut buffer)),
        Content::LargeOp { content, .. } => {
            let beside = matches!(content, '∫'..='∳' | '⨋'..='⨜');
            let atom = of(Class::Operator, content.encode_utf8(&mut buffer));
            if beside { atom } else { atom.limits(Limits::Movable) }
        }
        Content::BinaryOp { content, .. } => of(Class::Binary, content.encode_utf8(&mut buffer)),
        Content::Relation { content, .. } => {
            let bytes = content.encode_utf8_to_buf(&mut buffer);
            of(Class::Relation, std::str::from_utf8(bytes).ok()?)
        }
        Content::Delimiter { content, ty, .. } => {
            let class = match ty {
                DelimiterType::Open => Class::Open,
                DelimiterType::Fence => Class::Ordinary,
                DelimiterType::Close => Class::Close,
            };
            of(class, content.encode_utf8(&mut buffer))
        }
        Content::Punctuation(content) => of(Class::Punctuation, content.encode_utf8(&mut buffer)),
    })
}

fn of(class: Class, text: &str) -> Atom {
    match class {
        Class::Ordinary if matches!(text, "|" | "‖" | "∥" | "/") => Atom::sign(class, " stretchy=\"false\"", text),
        Class::Ordinary => Atom::letter(text, super::letter::styled(super::letter::Font::Normal, first(text)).1),
        Class::Open | Class::Close => {
            let form = if class == Class::Open { "prefix" } else { "postfix" };
            Atom::sign(class, &format!(" form=\"{form}\" stretchy=\"false\""), text)
        }
        Class::Operator => {
            let limits = if text == "∑" { Limits::Movable } else { Limits::Beside };
            Atom::sign(class, " movablelimits=\"false\"", text).limits(limits)
        }
        // An arrow in a row would grow with it.
        Class::Relation if matches!(first(text), '←'..='⇿' | '⟰'..='⟿') => {
            Atom::sign(class, " stretchy=\"false\"", text)
        }
        _ => Atom::sign(class, "", text),
    }
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or_default()
}

/// Returns the delimiter that a token may stand for after `\left` and its like; an empty text for none.
pub fn delimiter(name: &str) -> Option<&'static str> {
    Some(match name {
        "." => "",
        "(" | "lparen" => "(",
        ")" | "rparen" => ")",
        "[" | "lbrack" => "[",
        "]" | "rbrack" => "]",
        "{" | "lbrace" => "{",
        "}" | "rbrace" => "}",
        "<" | "lt" | "langle" | "lang" | "⟨" | "〈" | "《" => "⟨",
        ">" | "gt" | "rangle" | "rang" | "⟩" | "〉" | "》" => "⟩",
        "|" | "vert" | "lvert" | "rvert" | "mid" | "∣" => "|",
        "Vert" | "lVert" | "rVert" | "‖" | "parallel" | "∥" => "‖",
        "/" => "/",
        "backslash" => "\\",
        "lfloor" | "⌊" => "⌊",
        "rfloor" | "⌋" => "⌋",
        "lceil" | "⌈" => "⌈",
        "rceil" | "⌉" => "⌉",
        "lgroup" => "⟮",
        "rgroup" => "⟯",
        "lmoustache" => "⎰",
        "rmoustache" => "⎱",
        "ulcorner" => "⌜",
        "urcorner" => "⌝",
        "llcorner" => "⌞",
        "lrcorner" => "⌟",
        "llbracket" | "lBrack" | "⟦" => "⟦",
        "rrbracket" | "rBrack" | "⟧" => "⟧",
        "uparrow" => "↑",
        "downarrow" => "↓",
        "updownarrow" => "↕",
        "Uparrow" => "⇑",
        "Downarrow" => "⇓",
        "Updownarrow" => "⇕",
        _ => return None,
    })
}

/// An accent: its sign, whether it stretches, and whether it stands below.
pub fn accent(name: &str) -> Option<(&'static str, bool, bool)> {
    Some(match name {
        "hat" => ("^", false, false),
        "widehat" => ("^", true, false),
        "check" => ("ˇ", false, false),
        "widecheck" => ("ˇ", true, false),
        "tilde" => ("~", false, false),
        "widetilde" => ("~", true, false),
        "utilde" | "undertilde" => ("~", true, true),
        "acute" => ("´", false, false),
        "grave" => ("`", false, false),
        "dot" => ("˙", false, false),
        "ddot" => ("¨", false, false),
        "dddot" => ("⃛", false, false),
        "ddddot" => ("⃜", false, false),
        "breve" => ("˘", false, false),
        "mathring" | "r" => ("˚", false, false),
        "bar" => ("‾", false, false),
        "overline" | "widebar" => ("‾", true, false),
        "underline" | "underbar" | "uline" => ("_", true, true),
        "vec" => ("→", false, false),
        "overrightarrow" => ("→", true, false),
        "overleftarrow" => ("←", true, false),
        "overleftrightarrow" => ("↔", true, false),
        "Overrightarrow" => ("⇒", true, false),
        "overrightharpoon" => ("⇀", true, false),
        "overleftharpoon" => ("↼", true, false),
        "underrightarrow" => ("→", true, true),
        "underleftarrow" => ("←", true, true),
        "underleftrightarrow" => ("↔", true, true),
        "overparen" | "wideparen" | "overarc" => ("⏜", true, false),
        "underparen" => ("⏝", true, true),
        "overbrace" => ("⏞", true, false),
        "underbrace" => ("⏟", true, true),
        "overbracket" => ("⎴", true, false),
        "underbracket" => ("⎵", true, true),
        "overgroup" => ("⏠", true, false),
        "undergroup" => ("⏡", true, true),
        _ => return None,
    })
}

/// The sign of an arrow that grows with what is written on it.
pub fn long_arrow(name: &str) -> Option<&'static str> {
    Some(match name {
        "xrightarrow" => "→",
        "xleftarrow" => "←",
        "xleftrightarrow" => "↔",
        "xRightarrow" => "⇒",
        "xLeftarrow" => "⇐",
        "xLeftrightarrow" => "⇔",
        "xmapsto" => "↦",
        "xhookrightarrow" => "↪",
        "xhookleftarrow" => "↩",
        "xtwoheadrightarrow" => "↠",
        "xtwoheadleftarrow" => "↞",
        "xrightharpoonup" => "⇀",
        "xrightharpoondown" => "⇁",
        "xleftharpoonup" => "↼",
        "xleftharpoondown" => "↽",
        "xrightleftharpoons" | "xrightequilibrium" | "xleftequilibrium" => "⇌",
        "xleftrightharpoons" => "⇋",
        "xtofrom" | "xrightleftarrows" => "⇄",
        "xlongequal" | "xlongequals" | "xequal" => "=",
        _ => return None,
    })
}

/// The negation of a relation.
pub fn negated(text: &str) -> String {
    let known = match text {
        "=" => "≠",
        "<" => "≮",
        ">" => "≯",
        "≤" => "≰",
        "≥" => "≱",
        "≡" => "≢",
        "∼" => "≁",
        "≈" => "≉",
        "≅" => "≇",
        "∈" => "∉",
        "∋" => "∌",
        "⊂" => "⊄",
        "⊃" => "⊅",
        "⊆" => "⊈",
        "⊇" => "⊉",
        "∃" => "∄",
        "∥" | "‖" => "∦",
        "∣" | "|" => "∤",
        "→" => "↛",
        "←" => "↚",
        "⇒" => "⇏",
        "⇐" => "⇍",
        _ => return format!("{text}\u{338}"),
    };
    known.to_owned()
}
