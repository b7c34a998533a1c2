//! A model of the editor of official accounts: what it makes of pasted HTML, as its users and the makers of its tools have
//! seen it. What survives is what is on a list; whatever is doubtful doesn't.

use kepu::authoring::share::wechat::dark::{Colour, DARK_PAGE, LEAST, LIGHT_PAGE};
use kepu::base::html::{HtmlElement, HtmlNode, escape, parse};

/// Elements that stay.
const KEPT: &str = " section p h2 h3 strong em span br ul ol li table tbody tr td th img a ";
/// Properties that stay. One that isn't here takes the whole style with it.
const PROPERTIES: &str = " color background-color font-size font-weight font-style line-height letter-spacing text-align \
    text-indent text-decoration margin padding border border-left border-top border-radius width max-width height display \
    vertical-align overflow-x word-break white-space list-style-type border-collapse table-layout ";
const ATTRIBUTES: &str = " style src alt data-w href colspan rowspan ";

/// What the editor holds after HTML was pasted.
pub fn pasted(html: &str) -> String {
    let mut out = String::new();
    parse(html).iter().for_each(|node| keep(node, 0, &mut out));
    out
}

fn keep(node: &HtmlNode, lists: usize, out: &mut String) {
    match node {
        HtmlNode::Comment(_) => {}
        HtmlNode::Text(words) => out.push_str(&spaced(words)),
        HtmlNode::Element(element) => {
            let name = element.name.as_str();
            let list = matches!(name, "ul" | "ol");
            if !KEPT.contains(&format!(" {name} ")) || list && lists > 0 || is_lost(element) {
                // Its words stay, as if it weren't there.
                return element.children.iter().for_each(|child| keep(child, lists, out));
            }
            let mut tag = format!("<{name}");
            for (key, value) in &element.attributes {
                if ATTRIBUTES.contains(&format!(" {key} ")) && (key != "style" || known_style(value)) {
                    tag.push_str(&format!(" {key}=\"{}\"", escape(value)));
                }
            }
            tag.push('>');
            let mut inner = String::new();
            element.children.iter().for_each(|child| keep(child, lists + usize::from(list), &mut inner));
            match name {
                "br" => out.push_str(&tag),
                "img" => out.push_str(&tag),
                // An empty one goes, and a span of spaces with them.
                _ if inner.is_empty() || name == "span" && inner.trim().is_empty() => {}
                "li" if element.children.len() != 1 => out.push_str(&format!("{tag}<section>{inner}</section></li>")),
                _ => out.push_str(&format!("{tag}{inner}</{name}>")),
            }
        }
    }
}

fn is_lost(element: &HtmlElement) -> bool {
    let address = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
    match element.name.as_str() {
        "a" => !address("href").starts_with("https://mp.weixin.qq.com/"),
        "img" => {
            let source = address("src");
            let picture = source.rsplit('.').next().is_some_and(|kind| matches!(kind, "jpg" | "jpeg" | "png" | "gif"));
            let embedded =
                ["png", "jpeg", "gif"].iter().any(|kind| source.starts_with(&format!("data:image/{kind};base64,")));
            !(embedded || source.starts_with("http") && picture)
        }
        _ => false,
    }
}

/// Line breaks in a text are breaks in the article, runs of spaces are one.
fn spaced(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            ' ' if out.ends_with(' ') => {}
            '\u{a0}' => out.push_str("&nbsp;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| declaration.split_once(':'))
}

fn known_style(style: &str) -> bool {
    declarations(style).all(|(property, value)| {
        PROPERTIES.contains(&format!(" {property} ")) && !value.contains("url(") && !value.contains("var(")
    })
}

/// What the published rules for articles object to (WX-spec 1 to 4), each in words.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if html.contains('\n') || html.contains("!important") || html.contains("data-no-dark") {
        faults.push("a line break, !important or an exemption from the dark mode".to_owned());
    }
    for node in parse(html) {
        if let Some(element) = node.element() {
            check(element, 1, &Ground { light: LIGHT_PAGE, dark: DARK_PAGE, text: None }, &mut faults);
        } else {
            faults.push("words outside of a block".to_owned());
        }
    }
    faults
}

#[derive(Clone)]
struct Ground {
    light: Colour,
    dark: Colour,
    text: Option<Colour>,
}

fn check(element: &HtmlElement, depth: usize, under: &Ground, faults: &mut Vec<String>) {
    let name = element.name.as_str();
    if depth > 6 {
        faults.push(format!("{name} is {depth} deep"));
    }
    let style = element.attribute("style").unwrap_or_default();
    let mut ground = under.clone();
    let mut size = None;
    for (property, value) in declarations(style) {
        match property {
            "height" if value != "auto" => faults.push(format!("height:{value}")),
            "width" if name != "img" && value != "100%" => faults.push(format!("{name} width:{value}")),
            "text-align" if !matches!(value, "left" | "center" | "right" | "justify") => {
                faults.push(format!("text-align:{value}"));
            }
            "font-size" => size = Some(value),
            "line-height" if value.parse::<f32>().is_ok_and(|height| height < 1.0) => {
                faults.push(format!("line-height:{value}"));
            }
            "color" => ground.text = Colour::parse(value),
            "background-color" => {
                let Some(colour) = Colour::parse(value) else { continue };
                ground.light = colour;
                ground.dark = colour.dark_background();
            }
            _ => {}
        }
    }
    // Little is passed on, so that what holds words says how they are set.
    let says = matches!(name, "p" | "li" | "td" | "th" | "h2" | "h3");
    if says && (size.is_none() || !style.contains("line-height") || !style.contains("color:")) {
        faults.push(format!("{name} doesn't say its type: {style}"));
    }
    let words = element.children.iter().any(|child| matches!(child, HtmlNode::Text(words) if !words.trim().is_empty()));
    if words {
        let Some(text) = ground.text else {
            faults.push(format!("{name} has no colour"));
            return;
        };
        let (light, dark) = (text.contrast(ground.light), text.dark_text(ground.dark).contrast(ground.dark));
        if light < LEAST || dark < LEAST {
            faults.push(format!("{} on {}: {light:.2}, in the dark {dark:.2}", text.hex(), ground.light.hex()));
        }
    }
    // The parts of a table are one level with it.
    let level = depth + usize::from(!matches!(name, "table" | "tbody" | "tr"));
    for child in element.elements() {
        check(child, level, &ground, faults);
    }
}
