//! Plug-ins that lay pages out: their shortcodes (Divi, WPBakery, Shortcodes Ultimate) and data (Elementor) → HTML.
//!
//! Columns and boxes are looks, what stands in them is content. A shortcode that isn't known stays visible and is reported,
//! like any other.

use std::collections::BTreeSet;

use base64::Engine;
use serde_json::{Map, Value};

use super::own::{Own, is_picture};
use crate::authoring::import::generator::markup::{Tag, arguments, named};
use crate::base::html::escape;
use crate::base::url::percent_decode;

/// Shortcodes that only place what stands in them.
const FRAMES: &str = " et_pb_section et_pb_row et_pb_row_inner et_pb_column et_pb_column_inner et_pb_text et_pb_code et_pb_tabs \
                      et_pb_accordion et_pb_slider et_pb_divider vc_row vc_row_inner vc_column vc_column_inner vc_column_text \
                      vc_section vc_empty_space vc_separator vc_tta_tabs vc_tta_tour vc_tta_accordion vc_tabs vc_accordion \
                      fusion_builder_container fusion_builder_row fusion_builder_column fusion_builder_column_inner \
                      fusion_builder_row_inner fusion_text fusion_separator fusion_tabs fusion_accordion av_section av_textblock \
                      av_one_full av_one_half av_one_third av_two_third av_hr one_half one_half_last one_third one_third_last \
                      two_third two_third_last one_fourth one_fourth_last three_fourth three_fourth_last su_row su_column su_note \
                      su_tabs su_accordion su_highlight su_divider ";

/// Those whose title is shown above what stands in them.
const TITLED: &str = " et_pb_blurb et_pb_toggle et_pb_accordion_item et_pb_tab et_pb_cta et_pb_slide vc_tta_section vc_tab \
                      vc_accordion_tab vc_toggle vc_message fusion_tab fusion_toggle av_toggle av_tab su_tab su_spoiler su_box \
                      su_service ";

const PICTURES: &str = " et_pb_image vc_single_image av_image et_pb_fullwidth_image ";
const GALLERIES: &str = " et_pb_gallery vc_gallery vc_images_carousel av_gallery ";
const BUTTONS: &str = " et_pb_button vc_btn vc_button av_button ";
const HEADINGS: &str = " vc_custom_heading av_heading et_pb_heading ";

fn is_one_of(names: &str, name: &str) -> bool {
    names.contains(&format!(" {name} "))
}

/// Returns the HTML of a builder's tag, without what stands between it and its end; `None` if it isn't known.
pub fn piece(tag: &Tag, own: &Own<'_>) -> Option<String> {
    let name = tag.name.as_str();
    let known = [FRAMES, TITLED, PICTURES, GALLERIES, BUTTONS, HEADINGS].iter().any(|names| is_one_of(names, name));
    if !known {
        return None;
    }
    if tag.closing {
        return Some("\n".to_owned());
    }
    let given = arguments(&tag.arguments);
    // Divi writes quotation marks as their codes.
    let value = |names: &[&str]| {
        let found = names.iter().find_map(|key| named(&given, key)).filter(|value| !value.is_empty());
        found.map(|value| value.replace("%22", "\"").replace("%91", "[").replace("%93", "]"))
    };
    let title = |text: &str| format!("\n<p><strong>{}</strong></p>\n", escape(text));
    let picture =
        |source: &str, alt: &str| format!("\n<p><img src=\"{}\" alt=\"{}\"></p>\n", escape(source), escape(alt));
    let numbered = |numbers: &str| {
        let sources = numbers.split(',').filter_map(|number| own.attachments.get(number.trim()));
        let sources = sources.filter(|source| is_picture(source));
        sources.map(|source| picture(source, "")).collect::<String>()
    };
    let html = match name {
        _ if is_one_of(PICTURES, name) => {
            let alt = value(&["alt"]).unwrap_or_default();
            let source = value(&["src"]).map(|source| picture(&source, &alt));
            let html = source.or_else(|| value(&["image", "attachment"]).map(|number| numbered(&number)));
            // A picture whose address isn't known stays visible as it is.
            let caption = value(&["title", "caption"]).filter(|_| name == "vc_single_image");
            html.filter(|html| !html.is_empty())? + &caption.map_or(String::new(), |caption| title(&caption))
        }
        _ if is_one_of(GALLERIES, name) => {
            let numbers = value(&["gallery_ids", "images", "ids"])?;
            let html = numbered(&numbers);
            if html.matches("<img").count() < numbers.split(',').count() {
                return None;
            }
            html
        }
        _ if is_one_of(BUTTONS, name) => {
            let text = value(&["button_text", "title", "text", "label"])?;
            let link = value(&["button_url", "url", "href", "link"]).unwrap_or_default();
            let link = link.strip_prefix("url:").or_else(|| link.strip_prefix("manually,")).unwrap_or(&link);
            let link = percent_decode(link.split('|').next().unwrap_or_default());
            let text = escape(&text);
            if link.is_empty() {
                format!("<p>{text}</p>")
            } else {
                format!("<p><a href=\"{}\">{text}</a></p>", escape(&link))
            }
        }
        _ if is_one_of(HEADINGS, name) => {
            value(&["text", "heading", "title"]).map_or(String::new(), |text| format!("\n<h3>{}</h3>\n", escape(&text)))
        }
        _ if is_one_of(TITLED, name) => {
            let words = value(&["title", "heading"]).map_or(String::new(), |text| title(&text));
            let source = value(&["image"]).filter(|source| source.contains('/'));
            words + &source.map_or(String::new(), |source| picture(&source, ""))
        }
        _ => String::new(),
    };
    Some(format!("\n{html}\n"))
}

/// Returns what WPBakery's raw HTML holds: an encoded text.
pub fn raw_html(inner: &str) -> Option<String> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(inner.trim()).ok()?;
    Some(percent_decode(std::str::from_utf8(&bytes).ok()?).into_owned())
}

/// The HTML of a page that Elementor keeps in its own data.
#[derive(Debug, Default, PartialEq)]
pub struct ElementorPage {
    pub html: String,
    /// The same of the widgets alone whose form is known.
    pub sure: String,
    /// Widgets of another form, whose texts, pictures and links are in the HTML.
    pub loose: BTreeSet<String>,
    /// Widgets that have none of these, such as forms.
    pub unknown: BTreeSet<String>,
}

/// Reads Elementor's data.
pub fn elementor(data: &str) -> ElementorPage {
    let mut page = ElementorPage::default();
    if let Ok(data) = serde_json::from_str::<Value>(data) {
        page.add(&data);
    }
    page
}

impl ElementorPage {
    fn add(&mut self, node: &Value) {
        match node {
            Value::Array(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Value::Object(element) => {
                if let (Some(kind), Some(settings)) =
                    (element.get("widgetType").and_then(Value::as_str), element.get("settings"))
                {
                    self.widget(kind, settings);
                }
                element.get("elements").into_iter().for_each(|inner| self.add(inner));
            }
            _ => {}
        }
    }

    fn widget(&mut self, kind: &str, settings: &Value) {
        let text =
            |key: &str| settings.pointer(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let plain = |key: &str| text(key).map(escape);
        let link = |inside: String| match text("/link/url") {
            Some(link) => format!("<a href=\"{}\">{inside}</a>", escape(link)),
            None => inside,
        };
        let alt = || plain("/image/alt").unwrap_or_default();
        let picture =
            |key: &str| text(key).map(|source| link(format!("<img src=\"{}\" alt=\"{}\">", escape(source), alt())));
        let picture = |key: &str| picture(key).map(|picture| format!("<p>{picture}</p>"));
        let html = match kind {
            "text-editor" => text("/editor").map(str::to_owned),
            "html" => text("/html").map(str::to_owned),
            "shortcode" => text("/shortcode").map(str::to_owned),
            "heading" => plain("/title").map(|title| {
                let level =
                    text("/header_size").filter(|level| level.len() == 2 && level.starts_with('h')).unwrap_or("h2");
                format!("<{level}>{}</{level}>", link(title))
            }),
            "image" => picture("/image/url")
                .map(|html| html + &plain("/caption").map_or(String::new(), |caption| format!("<p>{caption}</p>"))),
            "image-box" | "icon-box" | "call-to-action" => {
                let title = plain("/title_text").or_else(|| plain("/title"));
                let words = text("/description_text").or_else(|| text("/description"));
                let title = title.map_or(String::new(), |title| format!("<h3>{}</h3>", link(title)));
                Some(
                    picture("/image/url").unwrap_or_default()
                        + &title
                        + &words.map_or(String::new(), |words| format!("<p>{words}</p>")),
                )
            }
            "button" => plain("/text").map(|words| format!("<p>{}</p>", link(words))),
            // It runs up to this number on the old page.
            "counter" => {
                let number = settings.get("ending_number").map(|number| match number {
                    Value::String(number) => number.clone(),
                    number => number.to_string(),
                });
                let part = |key: &str| plain(key).unwrap_or_default();
                let number = number.filter(|number| number.bytes().any(|byte| byte.is_ascii_digit()));
                number.map(|number| {
                    let title = plain("/title").map_or(String::new(), |title| format!("<br>{title}"));
                    format!("<p><strong>{}{}{}</strong>{title}</p>", part("/prefix"), escape(&number), part("/suffix"))
                })
            }
            "video" => {
                let keys = ["/youtube_url", "/vimeo_url", "/dailymotion_url", "/hosted_url/url", "/external_url/url"];
                keys.iter()
                    .find_map(|key| text(key))
                    .map(|link| format!("<p><a href=\"{0}\">{0}</a></p>", escape(link)))
            }
            "toggle" | "accordion" | "tabs" => settings.get("tabs").and_then(Value::as_array).map(|tabs| {
                let part = |tab: &Value| {
                    let text = |key: &str| tab.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                    format!("<p><strong>{}</strong></p><div>{}</div>", escape(&text("tab_title")), text("tab_content"))
                };
                tabs.iter().map(part).collect()
            }),
            "icon-list" => settings.get("icon_list").and_then(Value::as_array).map(|items| {
                let item = |item: &Value| {
                    let words = escape(item.get("text").and_then(Value::as_str).unwrap_or_default());
                    match item.pointer("/link/url").and_then(Value::as_str).filter(|link| !link.is_empty()) {
                        Some(link) => format!("<li><a href=\"{}\">{words}</a></li>", escape(link)),
                        None => format!("<li>{words}</li>"),
                    }
                };
                format!("<ul>{}</ul>", items.iter().map(item).collect::<String>())
            }),
            "image-gallery" => settings.get("wp_gallery").and_then(Value::as_array).map(|pictures| {
                let sources = pictures.iter().filter_map(|picture| picture.get("url")?.as_str());
                sources.map(|source| format!("<p><img src=\"{}\" alt=\"\"></p>", escape(source))).collect()
            }),
            "spacer" | "divider" => Some("<hr>".to_owned()).filter(|_| kind == "divider"),
            _ => return self.other_widget(kind, settings),
        };
        if let Some(html) = html {
            self.html.push_str(&html);
            self.html.push('\n');
            // A number that runs up stands in WordPress's own text with its first value.
            if kind != "counter" {
                self.sure.push_str(&html);
                self.sure.push('\n');
            }
        }
    }

    /// Takes what there is to read in a widget whose form isn't known.
    fn other_widget(&mut self, kind: &str, settings: &Value) {
        let mut html = String::new();
        // The names of a form's fields say nothing without it.
        if !kind.contains("form") {
            add_words(settings, &mut html);
        }
        if html.is_empty() {
            self.unknown.insert(kind.to_owned());
        } else {
            self.loose.insert(kind.to_owned());
            self.html.push_str(&html);
        }
    }
}

/// Last words in the names of settings that hold what a widget shows; the others are looks.
const SHOWN: [&str; 23] = [
    "title",
    "subtitle",
    "text",
    "content",
    "description",
    "caption",
    "name",
    "heading",
    "subheading",
    "label",
    "editor",
    "html",
    "job",
    "price",
    "period",
    "quote",
    "message",
    "question",
    "answer",
    "excerpt",
    "address",
    "prefix",
    "suffix",
];

/// Adds the texts, pictures and links of settings as HTML, each in a block of its own.
fn add_words(settings: &Value, html: &mut String) {
    match settings {
        Value::Array(items) => items.iter().for_each(|item| add_words(item, html)),
        Value::Object(settings) => add_words_of(settings, html),
        _ => {}
    }
}

fn add_words_of(settings: &Map<String, Value>, html: &mut String) {
    let given = |value: Option<&Value>| {
        value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let anchor = |link: &str, words: &str| format!("<p><a href=\"{}\">{words}</a></p>\n", escape(link));
    if let Some(target) = given(settings.get("url")) {
        let picture = format!("<p><img src=\"{}\" alt=\"\"></p>\n", escape(&target));
        html.push_str(&if is_picture(&target) { picture } else { anchor(&target, &escape(&target)) });
        return;
    }
    let mut link = given(settings.get("link").and_then(|link| link.get("url")));
    for (key, value) in settings {
        let is_look = key.starts_with('_')
            || key == "link"
            || key.contains("background")
            || key.contains("hover")
            || value.is_object() && key.contains("icon");
        let last = key.rsplit('_').next().unwrap_or_default();
        match (value, given(Some(value))) {
            _ if is_look => {}
            (_, Some(words)) if SHOWN.contains(&last) => match link.take_if(|_| !words.contains('<')) {
                Some(link) => html.push_str(&anchor(&link, &escape(&words))),
                None if words.contains('<') => html.push_str(&format!("<div>{words}</div>\n")),
                None => html.push_str(&format!("<p>{}</p>\n", escape(&words))),
            },
            (Value::Array(_) | Value::Object(_), _) => add_words(value, html),
            _ => {}
        }
    }
    if let Some(link) = link {
        html.push_str(&anchor(&link, &escape(&link)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elementors_widgets_become_html() {
        let page = elementor(
            r#"[{"elType":"section","elements":[{"elType":"widget","widgetType":"text-editor","settings":{"editor":"<p>正文</p>"}},
            {"widgetType":"heading","settings":{"title":"甲&乙","header_size":"h3"}},{"widgetType":"form","settings":{}}]}]"#,
        );
        assert_eq!(page.html, "<p>正文</p>\n<h3>甲&amp;乙</h3>\n");
        assert!(page.unknown.contains("form") && page.loose.is_empty(), "{page:?}");
        assert_eq!(elementor("[{"), ElementorPage::default());
    }

    #[test]
    fn widgets_of_other_forms_leave_their_words() {
        let page = elementor(
            r##"[{"widgetType":"counter","settings":{"starting_number":0,"ending_number":1234,"suffix":"人","title":"听众"}},
            {"widgetType":"testimonial","settings":{"testimonial_content":"<b>好</b>","testimonial_name":"王&一","name_color":"#fff"}},
            {"widgetType":"price-table","settings":{"heading":"票","features_list":[{"item_text":"讲解","link":{"url":"https://a.cn/"}}]}},
            {"widgetType":"image-carousel","settings":{"carousel":[{"id":1,"url":"https://a.cn/b.jpg"}]}},
            {"widgetType":"icon-list","settings":{"icon_list":[{"text":"甲","link":{"url":"https://a.cn/c"}}]}},
            {"widgetType":"nav-menu","settings":{"align":"center"}}]"##,
        );
        assert_eq!(
            page.html,
            "<p><strong>1234人</strong><br>听众</p>\n<div><b>好</b></div>\n<p>王&amp;一</p>\n<p>票</p>\n\
             <p><a href=\"https://a.cn/\">讲解</a></p>\n<p><img src=\"https://a.cn/b.jpg\" alt=\"\"></p>\n\
             <ul><li><a href=\"https://a.cn/c\">甲</a></li></ul>\n"
        );
        let names = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(names(&page.loose), "image-carousel price-table testimonial");
        assert_eq!(names(&page.unknown), "nav-menu");
        assert_eq!(page.sure, "<ul><li><a href=\"https://a.cn/c\">甲</a></li></ul>\n");
    }

    #[test]
    fn raw_html_is_decoded() {
        assert_eq!(raw_html("JTNDcCUzRSVFNSU4RSU5RiUzQyUyRnAlM0U=").as_deref(), Some("<p>原</p>"));
        assert_eq!(raw_html("!"), None);
    }
}
