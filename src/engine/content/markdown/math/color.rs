//! Colours of formulas.

use super::fault::Fault;
use super::lex;
use super::parse::Parser;

/// Names that LaTeX has and browsers draw alike, or another of theirs for it.
const NAMES: &[(&str, &str)] = &[
    ("black", "black"),
    ("blue", "blue"),
    ("brown", "#bf8040"),
    ("cyan", "cyan"),
    ("darkgray", "#404040"),
    ("gray", "gray"),
    ("grey", "gray"),
    ("green", "green"),
    ("lightgray", "#bfbfbf"),
    ("lime", "#bfff00"),
    ("magenta", "magenta"),
    ("olive", "#808000"),
    ("orange", "#ff8000"),
    ("pink", "#ffbfbf"),
    ("purple", "#bf0040"),
    ("red", "red"),
    ("teal", "#008080"),
    ("violet", "#800080"),
    ("white", "white"),
    ("yellow", "yellow"),
    ("gold", "gold"),
    ("navy", "navy"),
    ("maroon", "maroon"),
    ("skyblue", "skyblue"),
    ("crimson", "crimson"),
    ("tomato", "tomato"),
    ("indigo", "indigo"),
    ("darkblue", "darkblue"),
    ("darkgreen", "darkgreen"),
    ("darkred", "darkred"),
    ("lightblue", "lightblue"),
    ("lightgreen", "lightgreen"),
    // Those of xcolor's dvipsnames, which are other colours in browsers or none.
    ("apricot", "#fbb982"),
    ("bittersweet", "#c04f17"),
    ("blueviolet", "#473992"),
    ("brickred", "#b6321c"),
    ("burntorange", "#f7921d"),
    ("cerulean", "#00a2e3"),
    ("dandelion", "#fdbc42"),
    ("emerald", "#00a99d"),
    ("goldenrod", "#ffdf42"),
    ("junglegreen", "#00a99a"),
    ("mahogany", "#a9341f"),
    ("midnightblue", "#006795"),
    ("mulberry", "#a93c93"),
    ("navyblue", "#006eb8"),
    ("peach", "#f7965a"),
    ("periwinkle", "#7977b8"),
    ("pinegreen", "#008b72"),
    ("processblue", "#00b0f0"),
    ("rawsienna", "#974006"),
    ("rubinered", "#ed017d"),
    ("sepia", "#671800"),
    ("turquoise", "#00b4ce"),
    ("wildstrawberry", "#ee2967"),
];

/// The other names that browsers know (CSS Color 4, 6.1).
const BROWSERS: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood \
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod \
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon \
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray \
    dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green \
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon \
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon \
    lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta \
    maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen \
    mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive \
    olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru \
    pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen \
    seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato \
    turquoise violet wheat white whitesmoke yellow yellowgreen";

impl Parser<'_> {
    /// Takes a colour, `{red}` or `[HTML]{C00000}`, and returns it as browsers name it.
    pub fn color(&mut self, command: &str) -> Result<String, Fault> {
        let model = self.input.optional()?.map(|tokens| lex::source(&tokens));
        let value = self.input.word(command)?;
        let own = if model.is_none() { self.input.named_color(base(&value)) } else { None };
        own.or_else(|| named(model.as_deref(), &value))
            .ok_or_else(|| Fault::Value { command: command.to_owned(), value })
    }
}

/// `red!50` of xcolor is a shade of red.
fn base(value: &str) -> &str {
    value.split('!').next().unwrap_or_default().trim()
}

pub fn named(model: Option<&str>, value: &str) -> Option<String> {
    let hex = |digits: &str| {
        let known = matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        known.then(|| format!("#{}", digits.to_ascii_lowercase()))
    };
    let numbers = |factor: f64| {
        let parts = value.split([',', '，']).map(|part| part.trim().parse::<f64>().ok());
        let parts: Vec<String> =
            parts.map(|part| Some(format!("{:02x}", level(part? * factor)))).collect::<Option<_>>()?;
        match parts.as_slice() {
            [gray] => Some(format!("#{gray}{gray}{gray}")),
            [_, _, _] => Some(format!("#{}", parts.concat())),
            _ => None,
        }
    };
    match model {
        Some("HTML") => hex(value.trim_start_matches('#')),
        Some("RGB") => numbers(1.0),
        Some("rgb" | "gray") => numbers(255.0),
        _ => match value.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => {
                let name = base(value).to_ascii_lowercase();
                let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, color)| (*color).to_owned());
                known.or_else(|| BROWSERS.split(' ').any(|known| known == name).then_some(name))
            }
        },
    }
}

/// Returns a level of a colour, without sign and fraction.
fn level(value: f64) -> u8 {
    (0..=u8::MAX).find(|level| f64::from(*level) + 0.5 > value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn colours_are_those_of_browsers() {
        assert_eq!(named(None, "Red").as_deref(), Some("red"));
        assert_eq!(named(None, "#0AF").as_deref(), Some("#0af"));
        assert_eq!(named(Some("HTML"), "C00000").as_deref(), Some("#c00000"));
        assert_eq!(named(Some("rgb"), "1,0.5, 0").as_deref(), Some("#ff8000"));
        assert_eq!(named(Some("RGB"), "255,300,-1").as_deref(), Some("#ffff00"));
        assert_eq!(named(None, "red!50!white").as_deref(), Some("red"));
        assert_eq!(named(None, "NavyBlue").as_deref(), Some("#006eb8"));
        assert_eq!(named(None, "RebeccaPurple").as_deref(), Some("rebeccapurple"));
        for unknown in ["red;x", "rde", "nonsense", ""] {
            assert_eq!(named(None, unknown), None, "{unknown}");
        }
    }
}
