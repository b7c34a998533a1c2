//! Symbols: the name of a command, or a character → an atom.
//!
//! pulldown-latex knows about nine hundred names; it is asked for one at a time. What it lacks, or has
//! differently from LaTeX, is in `OWN`.

use pulldown_latex::event::{Content, DelimiterType};
use pulldown_latex::{Event, Parser, Storage};

use super::atom::{Atom, AtomClass, Stacking};

/// Names with their class and text.
const OWN: &[(&str, AtomClass, &str)] = &[
    ("mu", AtomClass::Ordinary, "μ"),
    ("varnothing", AtomClass::Ordinary, "∅"),
    ("Game", AtomClass::Ordinary, "⅁"),
    ("AA", AtomClass::Ordinary, "Å"),
    ("angstrom", AtomClass::Ordinary, "Å"),
    ("celsius", AtomClass::Ordinary, "℃"),
    ("degreeCelsius", AtomClass::Ordinary, "℃"),
    ("textdegree", AtomClass::Ordinary, "°"),
    ("textcelsius", AtomClass::Ordinary, "℃"),
    ("permille", AtomClass::Ordinary, "‰"),
    ("perthousand", AtomClass::Ordinary, "‰"),
    ("ohm", AtomClass::Ordinary, "Ω"),
    ("micro", AtomClass::Ordinary, "µ"),
    ("textmu", AtomClass::Ordinary, "µ"),
    ("upmu", AtomClass::Ordinary, "µ"),
    ("textohm", AtomClass::Ordinary, "Ω"),
    ("Vert", AtomClass::Ordinary, "‖"),
    ("vert", AtomClass::Ordinary, "|"),
    ("|", AtomClass::Ordinary, "‖"),
    ("euro", AtomClass::Ordinary, "€"),
    ("ae", AtomClass::Ordinary, "æ"),
    ("AE", AtomClass::Ordinary, "Æ"),
    ("oe", AtomClass::Ordinary, "œ"),
    ("o", AtomClass::Ordinary, "ø"),
    ("O", AtomClass::Ordinary, "Ø"),
    ("ss", AtomClass::Ordinary, "ß"),
    ("l", AtomClass::Ordinary, "ł"),
    ("i", AtomClass::Ordinary, "ı"),
    ("textregistered", AtomClass::Ordinary, "®"),
    ("textasciitilde", AtomClass::Ordinary, "~"),
    ("textasciicircum", AtomClass::Ordinary, "^"),
    ("textbackslash", AtomClass::Ordinary, "\\"),
    ("textunderscore", AtomClass::Ordinary, "_"),
    ("textellipsis", AtomClass::Ordinary, "…"),
    ("textquotesingle", AtomClass::Ordinary, "'"),
    ("textless", AtomClass::Relation, "<"),
    ("textgreater", AtomClass::Relation, ">"),
    ("textbar", AtomClass::Ordinary, "|"),
    ("textperiodcentered", AtomClass::Ordinary, "·"),
    ("textbullet", AtomClass::Ordinary, "•"),
    ("textmultiply", AtomClass::Binary, "×"),
    ("endash", AtomClass::Ordinary, "–"),
    ("textendash", AtomClass::Ordinary, "–"),
    ("textemdash", AtomClass::Ordinary, "—"),
    ("N", AtomClass::Ordinary, "ℕ"),
    ("R", AtomClass::Ordinary, "ℝ"),
    ("Z", AtomClass::Ordinary, "ℤ"),
    ("C", AtomClass::Ordinary, "ℂ"),
    ("Q", AtomClass::Ordinary, "ℚ"),
    ("reals", AtomClass::Ordinary, "ℝ"),
    ("Reals", AtomClass::Ordinary, "ℝ"),
    ("empty", AtomClass::Ordinary, "∅"),
    ("infin", AtomClass::Ordinary, "∞"),
    ("exist", AtomClass::Ordinary, "∃"),
    ("hearts", AtomClass::Ordinary, "♡"),
    ("dag", AtomClass::Binary, "†"),
    ("dagger", AtomClass::Binary, "†"),
    ("ddag", AtomClass::Binary, "‡"),
    ("ddagger", AtomClass::Binary, "‡"),
    ("plusmn", AtomClass::Binary, "±"),
    ("slash", AtomClass::Binary, "/"),
    ("lt", AtomClass::Relation, "<"),
    ("gt", AtomClass::Relation, ">"),
    ("le", AtomClass::Relation, "≤"),
    ("ge", AtomClass::Relation, "≥"),
    ("ne", AtomClass::Relation, "≠"),
    ("rightleftharpoons", AtomClass::Relation, "⇌"),
    ("leftrightharpoons", AtomClass::Relation, "⇋"),
    ("longrightleftharpoons", AtomClass::Relation, "⇌"),
    ("longleftrightharpoons", AtomClass::Relation, "⇋"),
    ("perp", AtomClass::Relation, "⟂"),
    ("parallel", AtomClass::Relation, "∥"),
    ("nparallel", AtomClass::Relation, "∦"),
    ("ngeqslant", AtomClass::Relation, "≱"),
    ("nleqslant", AtomClass::Relation, "≰"),
    ("harr", AtomClass::Relation, "↔"),
    ("rarr", AtomClass::Relation, "→"),
    ("larr", AtomClass::Relation, "←"),
    ("Rarr", AtomClass::Relation, "⇒"),
    ("parallelogram", AtomClass::Ordinary, "▱"),
    ("arc", AtomClass::Ordinary, "⌒"),
    ("aa", AtomClass::Ordinary, "å"),
    ("OE", AtomClass::Ordinary, "Œ"),
    ("j", AtomClass::Ordinary, "ȷ"),
    ("bull", AtomClass::Ordinary, "•"),
    ("sdot", AtomClass::Binary, "⋅"),
    ("textdollar", AtomClass::Ordinary, "$"),
    ("textcopyright", AtomClass::Ordinary, "©"),
    ("textsterling", AtomClass::Ordinary, "£"),
    ("textquoteleft", AtomClass::Ordinary, "‘"),
    ("textquoteright", AtomClass::Ordinary, "’"),
    ("textquotedblleft", AtomClass::Ordinary, "“"),
    ("textquotedblright", AtomClass::Ordinary, "”"),
    ("textbraceleft", AtomClass::Ordinary, "{"),
    ("textbraceright", AtomClass::Ordinary, "}"),
    ("llbracket", AtomClass::Open, "⟦"),
    ("rrbracket", AtomClass::Close, "⟧"),
    ("lbrace", AtomClass::Open, "{"),
    ("{", AtomClass::Open, "{"),
    ("lbrack", AtomClass::Open, "["),
    ("langle", AtomClass::Open, "⟨"),
    ("lang", AtomClass::Open, "⟨"),
    ("lvert", AtomClass::Open, "|"),
    ("lVert", AtomClass::Open, "‖"),
    ("lfloor", AtomClass::Open, "⌊"),
    ("lceil", AtomClass::Open, "⌈"),
    ("rbrace", AtomClass::Close, "}"),
    ("}", AtomClass::Close, "}"),
    ("rbrack", AtomClass::Close, "]"),
    ("rangle", AtomClass::Close, "⟩"),
    ("rang", AtomClass::Close, "⟩"),
    ("rvert", AtomClass::Close, "|"),
    ("rVert", AtomClass::Close, "‖"),
    ("rfloor", AtomClass::Close, "⌋"),
    ("rceil", AtomClass::Close, "⌉"),
    ("colon", AtomClass::Punctuation, ":"),
    ("cdotp", AtomClass::Punctuation, "⋅"),
    ("ldotp", AtomClass::Punctuation, "."),
    ("sum", AtomClass::Operator, "∑"),
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
        return Some(Atom::function(text, if *limits { Stacking::Movable } else { Stacking::Beside }));
    }
    let spelt = (2..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        || matches!(name, "S" | "P" | "#" | "&" | "$" | "_" | "%");
    if spelt { asked(&format!("\\{name}")) } else { None }
}

/// Returns the symbol that a character stands for. Letters are set by their font, and digits as numbers.
pub fn character(char: char) -> Atom {
    match char {
        '-' => of(AtomClass::Binary, "−"),
        '*' => of(AtomClass::Binary, "∗"),
        '+' | '±' | '×' | '÷' | '·' | '⋅' => of(AtomClass::Binary, char.encode_utf8(&mut [0; 4])),
        '/' | '|' | '‖' | '℃' | '°' | '!' | '@' | '"' | '`' | '?' => {
            of(AtomClass::Ordinary, char.encode_utf8(&mut [0; 4]))
        }
        '=' | '<' | '>' | ':' | '≤' | '≥' | '≠' | '≈' | '→' | '←' | '⇌' | '∶' => {
            of(AtomClass::Relation, char.encode_utf8(&mut [0; 4]))
        }
        '(' | '[' => of(AtomClass::Open, char.encode_utf8(&mut [0; 4])),
        ')' | ']' => of(AtomClass::Close, char.encode_utf8(&mut [0; 4])),
        ',' | ';' => of(AtomClass::Punctuation, char.encode_utf8(&mut [0; 4])),
        '∑' | '∏' | '∐' | '⋃' | '⋂' | '⋁' | '⋀' | '⨁' | '⨂' | '⨀' => {
            of(AtomClass::Operator, char.encode_utf8(&mut [0; 4])).limits(Stacking::Movable)
        }
        '∫' | '∬' | '∭' | '∮' => of(AtomClass::Operator, char.encode_utf8(&mut [0; 4])),
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
            Atom::function(name, if movable { Stacking::Movable } else { Stacking::Beside })
        }
        Content::Ordinary { content, .. } => of(AtomClass::Ordinary, content.encode_utf8(&mut buffer)),
        Content::LargeOp { content, .. } => {
            let beside = matches!(content, '∫'..='∳' | '⨋'..='⨜');
            let atom = of(AtomClass::Operator, content.encode_utf8(&mut buffer));
            if beside { atom } else { atom.limits(Stacking::Movable) }
        }
        Content::BinaryOp { content, .. } => of(AtomClass::Binary, content.encode_utf8(&mut buffer)),
        Content::Relation { content, .. } => {
            let bytes = content.encode_utf8_to_buf(&mut buffer);
            of(AtomClass::Relation, std::str::from_utf8(bytes).ok()?)
        }
        Content::Delimiter { content, ty, .. } => {
            let class = match ty {
                DelimiterType::Open => AtomClass::Open,
                DelimiterType::Fence => AtomClass::Ordinary,
                DelimiterType::Close => AtomClass::Close,
            };
            of(class, content.encode_utf8(&mut buffer))
        }
        Content::Punctuation(content) => of(AtomClass::Punctuation, content.encode_utf8(&mut buffer)),
    })
}

fn of(class: AtomClass, text: &str) -> Atom {
    match class {
        AtomClass::Ordinary if matches!(text, "|" | "‖" | "∥" | "/") => {
            Atom::sign(class, " stretchy=\"false\"", text)
        }
        AtomClass::Ordinary => {
            Atom::letter(text, super::letter::styled(super::letter::Alphabet::Normal, first(text)).1)
        }
        AtomClass::Open | AtomClass::Close => {
            let form = if class == AtomClass::Open { "prefix" } else { "postfix" };
            Atom::sign(class, &format!(" form=\"{form}\" stretchy=\"false\""), text)
        }
        AtomClass::Operator => {
            let limits = if text == "∑" { Stacking::Movable } else { Stacking::Beside };
            Atom::sign(class, " movablelimits=\"false\"", text).limits(limits)
        }
        // An arrow in a row would grow with it.
        AtomClass::Relation if matches!(first(text), '←'..='⇿' | '⟰'..='⟿') => {
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
