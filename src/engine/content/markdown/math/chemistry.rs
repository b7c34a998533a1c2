//! Chemistry as mhchem has it, `\ce{2H2 + O2 ->[点燃] 2H2O}` → LaTeX.

/// How deep labels of arrows may hold arrows.
const DEPTH: usize = 4;

/// Arrows, the longer before what they begin with.
const ARROWS: &[(&str, &str)] = &[
    ("<=>>", r"\xrightleftharpoons"),
    ("<<=>", r"\xrightleftharpoons"),
    ("<-->", r"\xtofrom"),
    ("<=>", r"\xrightleftharpoons"),
    ("<->", r"\xleftrightarrow"),
    ("->", r"\xrightarrow"),
    ("<-", r"\xleftarrow"),
    ("→", r"\xrightarrow"),
    ("⟶", r"\xrightarrow"),
    ("⇌", r"\xrightleftharpoons"),
    ("==", r"\xlongequal"),
];

/// Returns the LaTeX of what stands in `\ce{…}`.
pub fn latex(source: &str) -> String {
    nested(source, 0)
}

fn nested(source: &str, depth: usize) -> String {
    if depth == DEPTH {
        return format!(r"\text{{{source}}}");
    }
    let chars: Vec<char> = source.chars().collect();
    let mut reader = Reader { chars: &chars, at: 0, out: String::new(), before: Before::Start, depth };
    while let Some(char) = reader.char(0) {
        reader.step(char);
    }
    reader.out
}

/// What has been written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that a number or a charge could belong to.
    Start,
    /// The same after a space.
    Space,
    /// An element, a bracket, or their index.
    Element,
    /// How many of the following there are.
    Amount,
    /// One of the two numbers of an isotope: the other has the same base.
    Isotope,
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    out: String,
    before: Before,
    depth: usize,
}

impl Reader<'_> {
    fn char(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(index, char)| self.char(index) == Some(char))
    }

    /// Whether what is behind that many characters ends a formula.
    fn ends(&self, ahead: usize) -> bool {
        match self.char(ahead) {
            None => true,
            Some(char) => {
                char.is_whitespace() || matches!(char, ')' | ']' | '}' | ',' | ';' | '$' | '，' | '。' | '^' | '_')
            }
        }
    }

    /// Whether a state of matter follows, which says that a sign before it is a charge.
    fn is_state(&self, ahead: usize) -> bool {
        let rest: String = self.chars.iter().skip(self.at + ahead).take(5).collect();
        ["(aq)", "(s)", "(l)", "(g)", "(cr)"].iter().any(|state| rest.starts_with(state))
    }

    fn write(&mut self, text: &str, length: usize, before: Before) {
        self.out.push_str(text);
        self.at += length;
        self.before = before;
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> String {
        let taken: String = self.chars[self.at..].iter().copied().take_while(|char| accept(*char)).collect();
        self.at += taken.chars().count();
        taken
    }

    /// Takes what is between two characters, of which the first is next.
    fn between(&mut self, open: char, close: char) -> String {
        let start = self.at + 1;
        let mut depth = 0_usize;
        let mut end = self.chars.len();
        for (index, char) in self.chars.iter().enumerate().skip(start) {
            if *char == close && depth == 0 {
                end = index;
                break;
            }
            if *char == open {
                depth += 1;
            } else if *char == close {
                depth -= 1;
            }
        }
        self.at = (end + 1).min(self.chars.len());
        self.chars.get(start..end).unwrap_or_default().iter().collect()
    }

    fn step(&mut self, char: char) {
        if self.arrow() {
            return;
        }
        let attached = self.before == Before::Element;
        match char {
            _ if char.is_whitespace() => {
                self.take(char::is_whitespace);
                let sign = matches!(self.char(0), Some('+' | '-' | '=' | '<' | '→' | '⇌' | '^' | '↑' | '↓' | 'v'));
                let gap = self.before == Before::Element && !sign && self.char(0).is_some();
                self.write(if gap { r"\ " } else { "" }, 0, Before::Space);
            }
            '$' => {
                let math = self.between('$', '$');
                self.write(&format!("{{{math}}}"), 0, Before::Element);
            }
            '"' => {
                let text = self.between('"', '"');
                self.write(&format!(r"\text{{{text}}}"), 0, Before::Element);
            }
            '{' => {
                let inner = self.between('{', '}');
                let inner = if inner.contains('\\') { format!("{{{inner}}}") } else { format!(r"\text{{{inner}}}") };
                self.write(&inner, 0, Before::Element);
            }
            '\\' => self.command(),
            '^' if !attached && self.ends(1) => self.write(r"\uparrow ", 1, Before::Element),
            'v' if !attached && self.ends(1) && self.at > 0 => self.write(r"\downarrow ", 1, Before::Element),
            '(' if self.starts("(^)") => self.write(r"\uparrow ", 3, Before::Element),
            '(' if self.starts("(v)") => self.write(r"\downarrow ", 3, Before::Element),
            '↑' => self.write(r"\uparrow ", 1, Before::Element),
            '↓' => self.write(r"\downarrow ", 1, Before::Element),
            '^' | '_' => self.script(char),
            '0'..='9' if attached => {
                let digits = self.take(|char| char.is_ascii_digit());
                self.write(&format!("_{{{digits}}}"), 0, Before::Element);
            }
            '0'..='9' => self.amount(),
            'A'..='Z' => self.letters(),
            'a'..='z' => self.small_letters(),
            '+' | '-' | '−' => self.sign(if char == '+' { '+' } else { '-' }),
            '=' if attached && !self.ends(1) => self.write("{=}", 1, Before::Start),
            '#' => self.write(r"{\equiv}", 1, Before::Start),
            ')' | ']' => self.write(char.encode_utf8(&mut [0; 4]), 1, Before::Element),
            '.' if attached && self.ends(1) => self.write(r"^{\bullet}", 1, Before::Element),
            '.' | '*' | '·' | '⋅' | '•' => self.write(r"\cdot ", 1, Before::Start),
            '~' => self.write(r"{\sim}", 1, Before::Start),
            _ if char.is_alphabetic() => {
                let text = self.take(|char| char.is_alphabetic() && !char.is_ascii());
                self.write(&format!(r"\text{{{text}}}"), 0, Before::Element);
            }
            _ => self.write(char.encode_utf8(&mut [0; 4]), 1, Before::Start),
        }
    }

    /// Takes an arrow with what is written on it.
    fn arrow(&mut self) -> bool {
        let labelled = self.starts("=[");
        let found = ARROWS.iter().find(|(sign, _)| self.starts(sign)).copied();
        let Some((sign, command)) = found.or(labelled.then_some(("=", r"\xlongequal"))) else { return false };
        self.at += sign.chars().count();
        // However long the line is drawn.
        if sign == "==" {
            self.take(|char| char == '=');
        }
        let mut labels = Vec::new();
        while labels.len() < 2 && self.char(0) == Some('[') {
            let label = self.between('[', ']');
            labels.push(nested(label.trim(), self.depth + 1));
        }
        let above = labels.first().map_or("", String::as_str);
        let below = labels.get(1).map_or_else(String::new, |below| format!("[{{{below}}}]"));
        self.write(&format!("{command}{below}{{{above}}}"), 0, Before::Start);
        self.take(char::is_whitespace);
        true
    }

    fn command(&mut self) {
        self.at += 1;
        let mut name = self.take(|char| char.is_ascii_alphabetic());
        if name.is_empty() {
            name.extend(self.char(0));
            self.at += 1;
            self.write(&format!("\\{name}"), 0, Before::Start);
            return;
        }
        let mut arguments = String::new();
        // What these apply to is chemistry too.
        let chemical = matches!(
            name.as_str(),
            "frac"
                | "dfrac"
                | "tfrac"
                | "underset"
                | "overset"
                | "underbrace"
                | "overbrace"
                | "cancel"
                | "bcancel"
                | "xcancel"
                | "boxed"
                | "textcolor"
                | "underline"
                | "overline"
        );
        let mut first = true;
        while self.char(0) == Some('{') {
            let inner = self.between('{', '}');
            let inner = match chemical && !(first && name == "textcolor") {
                true => nested(&inner, self.depth + 1),
                false => inner,
            };
            arguments.push_str(&format!("{{{inner}}}"));
            first = false;
        }
        if name == "bond" {
            let bond = match arguments.trim_matches(['{', '}']) {
                "=" | "2" => "{=}",
                "#" | "3" => r"{\equiv}",
                "~" | "..." | "...." => r"{\cdots}",
                "->" => r"{\rightarrow}",
                "<-" => r"{\leftarrow}",
                _ => "{-}",
            };
            self.write(bond, 0, Before::Start);
            return;
        }
        self.take(|char| char == ' ');
        self.write(&format!("\\{name}{arguments} "), 0, Before::Element);
    }

    /// An index, a charge, or the numbers of an isotope before its element.
    fn script(&mut self, sign: char) {
        self.at += 1;
        let raw = if self.char(0) == Some('{') {
            self.between('{', '}')
        } else {
            let mut raw = self.take(|char| char.is_ascii_digit());
            if sign == '^' {
                raw.push_str(&self.take(|char| matches!(char, '+' | '-')));
            }
            if raw.is_empty() {
                raw.extend(self.char(0));
                self.at += 1;
                // A command is one argument with its name.
                if raw == "\\" {
                    raw.push_str(&self.take(|char| char.is_ascii_alphabetic()));
                }
            }
            raw
        };
        let words = raw.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic));
        let roman = words || raw.contains('(') || raw.bytes().any(|byte| byte.is_ascii_uppercase());
        let content =
            if roman && !raw.contains('\\') { format!(r"\mathrm{{{}}}", with_dots(&raw)) } else { with_dots(&raw) };
        let base = if matches!(self.before, Before::Element | Before::Isotope) { "" } else { "{}" };
        // An element is still to come behind the numbers of an isotope.
        let before = if self.before == Before::Element { Before::Element } else { Before::Isotope };
        self.write(&format!("{base}{sign}{{{content}}}"), 0, before);
    }

    fn amount(&mut self) {
        let mut number = self.take(|char| char.is_ascii_digit());
        match (self.char(0), self.char(1)) {
            (Some('/'), Some('0'..='9')) => {
                self.at += 1;
                let below = self.take(|char| char.is_ascii_digit());
                number = format!(r"\tfrac{{{number}}}{{{below}}}");
            }
            (Some('.'), Some('0'..='9')) => {
                self.at += 1;
                number.push('.');
                number.push_str(&self.take(|char| char.is_ascii_digit()));
            }
            _ => {}
        }
        let space = if self.ends(0) || self.char(0) == Some('-') { "" } else { r"\," };
        self.take(|char| char == ' ');
        self.write(&format!("{number}{space}"), 0, Before::Amount);
    }

    fn letters(&mut self) {
        let letters = self.take(|char| char.is_ascii_alphabetic());
        self.write(&format!(r"\mathrm{{{letters}}}"), 0, Before::Element);
    }

    /// `n` of `nH2O` is a number; `e` of `e-`, `aq` and `pH` are names.
    fn small_letters(&mut self) {
        let number = self.before != Before::Element
            && matches!(self.char(1), Some('A'..='Z' | '(' | '['))
            && !(self.starts("pH") || self.starts("pO") || self.starts("pK"));
        if number {
            let letter = self.char(0).unwrap_or_default();
            self.write(&format!(r"{letter}\,"), 1, Before::Amount);
        } else {
            self.letters();
        }
    }

    fn sign(&mut self, sign: char) {
        let text = sign.to_string();
        let doubled = matches!(self.char(1), Some('+' | '-'));
        match self.before {
            Before::Element if self.ends(1) || doubled || self.is_state(1) => {
                self.write(&format!("^{{{sign}}}"), 1, Before::Element)
            }
            Before::Element | Before::Amount if sign == '-' => self.write("{-}", 1, Before::Start),
            _ => self.write(&text, 1, Before::Start),
        }
    }
}

/// The dots of radicals as such; a decimal point stays.
fn with_dots(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '.' if !chars.peek().is_some_and(char::is_ascii_digit) => out.push_str(r"\bullet "),
            other => out.push(other),
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::latex;

    #[test]
    fn school_chemistry_becomes_latex() {
        let cases = [
            ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
            ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
            ("E^\\circ", r"\mathrm{E}^{\circ}"),
            ("NH4+", r"\mathrm{NH}_{4}^{+}"),
            ("OH-", r"\mathrm{OH}^{-}"),
            ("[Fe(CN)6]^{3-}", r"[\mathrm{Fe}(\mathrm{CN})_{6}]^{3-}"),
            (
                "2H2 + O2 ->[点燃] 2H2O",
                r"2\,\mathrm{H}_{2}+\mathrm{O}_{2}\xrightarrow{\text{点燃}}2\,\mathrm{H}_{2}\mathrm{O}",
            ),
            (
                "N2 + 3H2 <=>[催化剂][高温高压] 2NH3",
                r"\mathrm{N}_{2}+3\,\mathrm{H}_{2}\xrightleftharpoons[{\text{高温高压}}]{\text{催化剂}}2\,\mathrm{NH}_{3}",
            ),
            ("CuSO4.5H2O", r"\mathrm{CuSO}_{4}\cdot 5\,\mathrm{H}_{2}\mathrm{O}"),
            ("Ca(OH)2 v", r"\mathrm{Ca}(\mathrm{OH})_{2}\downarrow "),
            ("CO2 ^", r"\mathrm{CO}_{2}\uparrow "),
            ("^{14}_6C", r"{}^{14}_{6}\mathrm{C}"),
            ("^14C", r"{}^{14}\mathrm{C}"),
            ("A -> ^14_7N", r"\mathrm{A}\xrightarrow{}{}^{14}_{7}\mathrm{N}"),
            ("Na+(aq)", r"\mathrm{Na}^{+}(\mathrm{aq})"),
            ("NO2^{.-}", r"\mathrm{NO}_{2}^{\bullet -}"),
            // An excited state.
            ("NO^*", r"\mathrm{NO}^{*}"),
            (r"\frac{H2}{O2}", r"\frac{\mathrm{H}_{2}}{\mathrm{O}_{2}} "),
            ("Fe + S ==== FeS", r"\mathrm{Fe}+\mathrm{S}\xlongequal{}\mathrm{FeS}"),
            ("Fe + S === FeS", r"\mathrm{Fe}+\mathrm{S}\xlongequal{}\mathrm{FeS}"),
            ("^{235}_{92}U + ^1_0n", r"{}^{235}_{92}\mathrm{U}+{}^{1}_{0}\mathrm{n}"),
            ("NaCl(aq)", r"\mathrm{NaCl}(\mathrm{aq})"),
            ("CH2=CH2", r"\mathrm{CH}_{2}{=}\mathrm{CH}_{2}"),
            ("HC#CH", r"\mathrm{HC}{\equiv}\mathrm{CH}"),
            ("CH3-CH3", r"\mathrm{CH}_{3}{-}\mathrm{CH}_{3}"),
            ("1/2O2", r"\tfrac{1}{2}\,\mathrm{O}_{2}"),
            ("nH2O", r"n\,\mathrm{H}_{2}\mathrm{O}"),
            ("pH", r"\mathrm{pH}"),
            ("Fe^{II}", r"\mathrm{Fe}^{\mathrm{II}}"),
            ("C_nH_{2n+2}", r"\mathrm{C}_{n}\mathrm{H}_{2n+2}"),
            ("e-", r"\mathrm{e}^{-}"),
            ("H+ + OH- = H2O", r"\mathrm{H}^{+}+\mathrm{OH}^{-}=\mathrm{H}_{2}\mathrm{O}"),
            (
                "2KClO3 =[MnO2][\\Delta] 2KCl + 3O2 ^",
                r"2\,\mathrm{KClO}_{3}\xlongequal[{\Delta }]{\mathrm{MnO}_{2}}2\,\mathrm{KCl}+3\,\mathrm{O}_{2}\uparrow ",
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(latex(source), expected, "{source}");
        }
    }
}
