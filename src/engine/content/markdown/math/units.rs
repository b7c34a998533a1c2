//! Numbers and units as siunitx has them, `\SI{9.8}{m/s^2}` or `\qty{3}{\kilo\metre}` → LaTeX.

use super::lex;

/// Prefixes by their names.
const PREFIXES: &[(&str, &str)] = &[
    ("yocto", "y"),
    ("zepto", "z"),
    ("atto", "a"),
    ("femto", "f"),
    ("pico", "p"),
    ("nano", "n"),
    ("micro", "µ"),
    ("milli", "m"),
    ("centi", "c"),
    ("deci", "d"),
    ("deca", "da"),
    ("deka", "da"),
    ("hecto", "h"),
    ("kilo", "k"),
    ("mega", "M"),
    ("giga", "G"),
    ("tera", "T"),
    ("peta", "P"),
    ("exa", "E"),
];

/// Units by their names, and the abbreviations that are in use.
const UNITS: &[(&str, &str)] = &[
    ("ampere", "A"),
    ("candela", "cd"),
    ("kelvin", "K"),
    ("kilogram", "kg"),
    ("gram", "g"),
    ("metre", "m"),
    ("meter", "m"),
    ("mole", "mol"),
    ("second", "s"),
    ("becquerel", "Bq"),
    ("celsius", "°C"),
    ("degreeCelsius", "°C"),
    ("coulomb", "C"),
    ("farad", "F"),
    ("gray", "Gy"),
    ("hertz", "Hz"),
    ("henry", "H"),
    ("joule", "J"),
    ("katal", "kat"),
    ("lumen", "lm"),
    ("lux", "lx"),
    ("newton", "N"),
    ("ohm", "Ω"),
    ("pascal", "Pa"),
    ("radian", "rad"),
    ("siemens", "S"),
    ("sievert", "Sv"),
    ("steradian", "sr"),
    ("tesla", "T"),
    ("volt", "V"),
    ("watt", "W"),
    ("weber", "Wb"),
    ("day", "d"),
    ("hour", "h"),
    ("minute", "min"),
    ("year", "a"),
    ("hectare", "ha"),
    ("litre", "L"),
    ("liter", "L"),
    ("tonne", "t"),
    ("bar", "bar"),
    ("atmosphere", "atm"),
    ("mmHg", "mmHg"),
    ("decibel", "dB"),
    ("bel", "B"),
    ("neper", "Np"),
    ("electronvolt", "eV"),
    ("dalton", "Da"),
    ("atomicmassunit", "u"),
    ("astronomicalunit", "au"),
    ("lightyear", "ly"),
    ("parsec", "pc"),
    ("angstrom", "Å"),
    ("calorie", "cal"),
    ("bit", "bit"),
    ("byte", "B"),
    ("percent", "%"),
    ("degree", "°"),
    ("arcminute", "′"),
    ("arcsecond", "″"),
    ("knot", "kn"),
    ("clight", "c"),
    ("kg", "kg"),
    ("g", "g"),
    ("mg", "mg"),
    ("ug", "µg"),
    ("m", "m"),
    ("km", "km"),
    ("dm", "dm"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("um", "µm"),
    ("nm", "nm"),
    ("pm", "pm"),
    ("s", "s"),
    ("ms", "ms"),
    ("us", "µs"),
    ("ns", "ns"),
    ("mol", "mol"),
    ("A", "A"),
    ("mA", "mA"),
    ("V", "V"),
    ("kV", "kV"),
    ("mV", "mV"),
    ("W", "W"),
    ("kW", "kW"),
    ("MW", "MW"),
    ("kWh", "kWh"),
    ("J", "J"),
    ("kJ", "kJ"),
    ("eV", "eV"),
    ("MeV", "MeV"),
    ("N", "N"),
    ("kN", "kN"),
    ("Pa", "Pa"),
    ("kPa", "kPa"),
    ("MPa", "MPa"),
    ("hPa", "hPa"),
    ("Hz", "Hz"),
    ("kHz", "kHz"),
    ("MHz", "MHz"),
    ("GHz", "GHz"),
    ("K", "K"),
    ("l", "L"),
    ("L", "L"),
    ("ml", "mL"),
    ("mL", "mL"),
    ("dB", "dB"),
];

/// Returns a number: `1.2e-3`, `5.0(2)`, `1.2+-0.1`, `3x4`.
pub fn number(text: &str) -> String {
    let text: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let text = text.replace("+-", "±").replace(r"\pm", "±").replace(r"\times", "x");
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '0'..='9' => {
                let mut digits = String::from(char);
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                // Digits of a fraction aren't grouped.
                out.push_str(&if out.ends_with('.') { digits } else { grouped(&digits) });
            }
            'e' | 'E' | 'd' | 'D' => {
                let mut exponent = String::new();
                while let Some(char) = chars.next_if(|char| *char != '±') {
                    exponent.push(char);
                }
                out.push_str(if out.ends_with(|char: char| char.is_ascii_digit() || char == ')') {
                    r"\times 10"
                } else {
                    "10"
                });
                out.push_str(&format!("^{{{}}}", exponent.trim_start_matches('+')));
            }
            'x' => out.push_str(r"\times "),
            '±' => out.push_str(r"\pm "),
            ',' => out.push('.'),
            other => out.push(other),
        }
    }
    out
}

/// Groups five and more digits by three.
fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(r"\,");
        }
        out.push(digit);
    }
    out
}

/// Returns an angle in degrees, or `d;m;s`.
pub fn angle(text: &str) -> String {
    let signs = ["°", "′", "″"];
    text.split(';')
        .zip(signs)
        .filter(|(part, _)| !part.trim().is_empty())
        .map(|(part, sign)| format!(r"{}\text{{{sign}}}", number(part)))
        .collect()
}

/// Returns a unit with the space before it.
pub fn joined(text: &str) -> String {
    let unit = unit(text);
    let tight = ["°", "′", "″"].iter().any(|sign| unit == format!(r"\text{{{sign}}}"));
    if unit.is_empty() || tight { unit } else { format!(r"\,{unit}") }
}

/// Returns a list of numbers, `1;2;3`.
pub fn list(text: &str, unit: &str) -> String {
    let numbers: Vec<String> = text.split(';').map(number).collect();
    format!("{}{}", numbers.join(r",\ "), joined(unit))
}

pub fn range(from: &str, to: &str, unit: &str) -> String {
    format!(r"{}\sim {}{}", number(from), number(to), joined(unit))
}

/// Returns a number with its unit as `\pu{…}` has them: `123 kJ//mol`.
pub fn quantity(text: &str) -> String {
    let text = text.trim();
    let end = text
        .find(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | ',' | '-' | '+' | 'e' | 'E' | '(' | ')')))
        .unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    if !value.starts_with(|char: char| char.is_ascii_digit() || matches!(char, '-' | '+' | '.')) {
        return unit(text);
    }
    format!("{}{}", number(value), joined(rest.trim()))
}

/// Returns a unit, by names (`\metre\per\second`) or by symbols (`m/s^2`, `kg.m.s^{-1}`).
pub fn unit(text: &str) -> String {
    let mut out = Unit::default();
    let mut rest = text.trim();
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            '\\' => {
                let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, after) = rest.split_at(length.max(rest.chars().next().map_or(0, char::len_utf8)));
                rest = after.trim_start();
                if matches!(name, "tothe" | "raiseto" | "of") {
                    let (argument, after) = argument(rest);
                    rest = after;
                    match name {
                        "tothe" => out.power(argument),
                        "raiseto" => argument.clone_into(&mut out.next),
                        _ => out.index(argument),
                    }
                } else {
                    out.name(name);
                }
            }
            '^' => {
                let (power, after) = argument(rest);
                rest = after;
                out.power(power);
            }
            '_' => {
                let (index, after) = argument(rest);
                rest = after;
                out.index(index);
            }
            '/' => {
                rest = rest.trim_start_matches('/');
                out.text.push('/');
            }
            '.' | '*' | '~' | '·' | '⋅' | '{' | '}' => {}
            _ if char.is_whitespace() => {}
            '%' => out.symbol("%"),
            _ => {
                let mut end = rest.len();
                for (at, next) in rest.char_indices() {
                    // A hyphen joins the words of a unit, as in light-year.
                    let joins = next == '-' && rest[at + 1..].starts_with(char::is_alphabetic);
                    if !next.is_alphabetic() && !matches!(next, '°' | 'Ω') && !joins {
                        end = at;
                        break;
                    }
                }
                let (more, after) = rest.split_at(end);
                rest = after;
                out.symbol(&format!("{char}{more}"));
                // `mol-1` and `m2`: a power without its sign.
                if char.is_alphabetic() && rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) {
                    let (power, after) = argument(rest);
                    rest = after;
                    out.power(power);
                }
            }
        }
    }
    out.text
}

/// Splits off a group, a command, or the characters of a number.
fn argument(text: &str) -> (&str, &str) {
    if let Some(found) = lex::braced(text) {
        return found;
    }
    if let Some(command) = text.strip_prefix('\\') {
        let letters = command.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { command.chars().next().map_or(0, char::len_utf8) };
        return text.split_at(1 + length);
    }
    let end = text.find(|char: char| !(char.is_ascii_digit() || char == '-')).unwrap_or(text.len());
    let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
    text.split_at(end)
}

/// A unit that is being put together.
#[derive(Default)]
struct Unit {
    text: String,
    prefix: String,
    /// Whether the next one divides.
    per: bool,
    /// The power of the next one, which stood before it.
    next: String,
    /// Whether the last one divides.
    divides: bool,
}

impl Unit {
    fn name(&mut self, name: &str) {
        if let Some((_, prefix)) = PREFIXES.iter().find(|(known, _)| *known == name) {
            self.prefix.push_str(prefix);
            return;
        }
        match name {
            "per" => self.per = true,
            "square" => "2".clone_into(&mut self.next),
            "cubic" => "3".clone_into(&mut self.next),
            "squared" => self.power("2"),
            "cubed" => self.power("3"),
            "cdot" | "times" | "," | " " | "quad" | "text" | "mathrm" | "rm" => {}
            "mu" => self.prefix.push('µ'),
            "Omega" => self.symbol("Ω"),
            "AA" => self.symbol("Å"),
            "circ" => self.symbol("°"),
            _ => {
                let unit = UNITS.iter().find(|(known, _)| *known == name).map_or(name, |(_, unit)| unit);
                self.symbol(unit);
            }
        }
    }

    fn symbol(&mut self, symbol: &str) {
        if !self.text.is_empty() && !self.text.ends_with('/') {
            self.text.push_str(r"\,");
        }
        let symbol = format!("{}{symbol}", std::mem::take(&mut self.prefix));
        let symbol = if symbol == "%" { r"\%".to_owned() } else { symbol };
        self.text.push_str(&format!(r"\text{{{symbol}}}"));
        self.divides = std::mem::take(&mut self.per);
        let power = std::mem::take(&mut self.next);
        if !power.is_empty() || self.divides {
            self.raise(&power);
        }
    }

    /// Raises the last unit.
    fn power(&mut self, power: &str) {
        if self.divides {
            // The power of one that was assumed is replaced.
            let end = self.text.rfind("^{").unwrap_or(self.text.len());
            self.text.truncate(end);
        }
        self.raise(power);
    }

    fn raise(&mut self, power: &str) {
        let sign = if self.divides { "-" } else { "" };
        let power = if power.is_empty() { "1" } else { power };
        self.text.push_str(&format!("^{{{sign}{power}}}"));
    }

    fn index(&mut self, index: &str) {
        self.text.push_str(&format!(r"_{{\text{{{index}}}}}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_become_latex() {
        assert_eq!(number("1.2e-3"), r"1.2\times 10^{-3}");
        assert_eq!(number("299792458"), r"299\,792\,458");
        assert_eq!(number("1.25(3)"), "1.25(3)");
        assert_eq!(number("5 +- 0.1"), r"5\pm 0.1");
        assert_eq!(number("e6"), "10^{6}");
        assert_eq!(number("1.2e3+-0.1"), r"1.2\times 10^{3}\pm 0.1");
        assert_eq!(argument(r"{^\circ C}x"), (r"^\circ C", "x"));
        assert_eq!(argument(r"{\text{CO2}}"), (r"\text{CO2}", ""));
        assert_eq!(argument(r"\circ C"), (r"\circ", " C"));
        assert_eq!(unit(r"\kilo\metre\per\second\squared"), r"\text{km}\,\text{s}^{-2}");
        assert_eq!(unit("m/s^2"), r"\text{m}/\text{s}^{2}");
        assert_eq!(unit("kg.m.s^{-1}"), r"\text{kg}\,\text{m}\,\text{s}^{-1}");
        assert_eq!(unit(r"\square\metre"), r"\text{m}^{2}");
        assert_eq!(unit(r"\percent"), r"\text{\%}");
        assert_eq!(joined(r"\degree"), r"\text{°}");
        assert_eq!(quantity("123 kJ//mol"), r"123\,\text{kJ}/\text{mol}");
        assert_eq!(angle("12;30;"), r"12\text{°}30\text{′}");
        assert_eq!(range("10", "20", "cm"), r"10\sim 20\,\text{cm}");
    }
}
