//! Hostile drawings: each would run a script, ask another host or show another page in the browser that opens it.
//!
//! Whatever does so has the word `evil` in it, so that a drawing is harmless if the word is gone, or if it isn't published.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kepu::assets::picture::clean;

/// The drawings, which `tests/browser/drawings.mjs` opens in a browser.
#[derive(serde::Deserialize)]
struct Hostile {
    head: String,
    /// Between `head` and `</svg>`.
    inside: Vec<String>,
    /// Whole files, in Base64: their coding is a part of the attack.
    whole: Vec<String>,
}

fn hostile() -> Hostile {
    serde_json::from_str(include_str!("../drawings/hostile.json")).expect("JSON")
}

/// Whole files.
fn whole(hostile: &Hostile) -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> =
        hostile.whole.iter().map(|file| BASE64_STANDARD.decode(file).expect("Base64")).collect();
    files.push(format!("{}{}{}", hostile.head, "<g>".repeat(6_000), "</g>".repeat(6_000)).into_bytes());
    files.push(format!("{}{}", hostile.head, "<g>".repeat(200_000)).into_bytes());
    files
}

#[test]
fn nothing_runs_or_is_asked_for() {
    let hostile = hostile();
    let head = &hostile.head;
    let inside = hostile.inside.iter().map(|inside| format!("{head}<circle r='3'/>{inside}</svg>").into_bytes());
    for drawing in inside.chain(whole(&hostile)) {
        let source = String::from_utf8_lossy(&drawing).chars().take(300).collect::<String>();
        let Ok(cleaned) = clean(&drawing) else { continue };
        let cleaned = cleaned.unwrap_or_else(|| panic!("published as it is: {source}"));
        let text = String::from_utf8(cleaned.clone()).expect("a cleaned drawing is UTF-8");
        assert!(!text.contains("evil"), "{source}\n→ {text}");
        assert!(cleaned.len() <= drawing.len() + 200, "{source}");
        assert_eq!(clean(&cleaned), Ok(None), "cleaning twice changes more: {text}");
    }
}

#[test]
fn what_is_harmless_stays_beside_what_is_not() {
    let Hostile { head, inside, .. } = hostile();
    for inside in inside {
        if let Ok(Some(cleaned)) = clean(format!("{head}<circle r='3'/>{inside}<path d='M0 0'/></svg>").as_bytes()) {
            let text = String::from_utf8(cleaned).expect("UTF-8");
            assert!(text.contains("<circle r='3'/>") && text.contains("<path d='M0 0'/>"), "{text}");
        }
    }
}

#[test]
fn drawings_of_common_programs_stay_as_they_are() {
    let drawings = [
        // Inkscape
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Created with Inkscape -->\n<svg width=\"210mm\" viewBox=\"0 0 210 297\" version=\"1.1\" id=\"svg1\" inkscape:version=\"1.3\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" xmlns=\"http://www.w3.org/2000/svg\"><sodipodi:namedview id=\"n\" pagecolor=\"#ffffff\"/><defs id=\"d\"><linearGradient id=\"a\"><stop offset=\"0\" style=\"stop-color:#000\"/></linearGradient></defs><g inkscape:label=\"Layer 1\" inkscape:groupmode=\"layer\"><path style=\"fill:url(#a);stroke:none\" d=\"M1 1h2\"/></g></svg>",
        // Illustrator without declarations, and a chart
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xml:space=\"preserve\" enable-background=\"new 0 0 9 9\"><style type=\"text/css\">.st0{fill:#E5E5E5;clip-path:url(#c)} .on{x:1}</style><use xlink:href=\"#c\" overflow=\"visible\"/><image width=\"1\" height=\"1\" xlink:href=\"data:image/png;base64,iVBORw0KGgo=\"/><text x=\"1\" font-family=\"'思源黑体', sans-serif\">每年 3 月 &amp; 5 月</text></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t\" data-name=\"图层 1\" onedge=\"\"><title id=\"t\">once = 1</title></svg>",
        "<svg viewBox=\"0 0 1 1\"><a href=\"https://example.org/\"><text>外链</text></a><animate attributeName=\"opacity\" values=\"0;1\" dur=\"1s\" repeatCount=\"indefinite\"/></svg>",
    ];
    for (number, drawing) in drawings.iter().enumerate() {
        let cleaned = clean(drawing.as_bytes()).expect("a drawing");
        // `onedge` begins with `on`, whatever it means.
        assert_eq!(cleaned.is_some(), number == 2, "{:?}", cleaned.map(String::from_utf8));
    }
    let declared = "<!DOCTYPE svg [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns_svg;\"><path d=\"M0 0\"/></svg>";
    let cleaned = String::from_utf8(clean(declared.as_bytes()).unwrap().unwrap()).unwrap();
    assert_eq!(cleaned, "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>");
    let chinese = encoding_rs::GBK
        .encode(
            "<?xml version='1.0' encoding='gb2312'?><svg xmlns='http://www.w3.org/2000/svg'><text>露水</text></svg>",
        )
        .0;
    let cleaned = String::from_utf8(clean(&chinese).unwrap().unwrap()).unwrap();
    assert!(cleaned.contains("露水") && !cleaned.contains("gb2312"), "{cleaned}");
}
