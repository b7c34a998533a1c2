//! Plug-ins that lay pages out: their shortcodes (Divi, WPBakery, Shortcodes Ultimate) and data (Elementor) → HTML.
//!
//! Columns and boxes are looks, what stands in them is content. A shortcode that isn't known stays visible and is reported,
//! like any other.

use base64::Engine;
use serde_json::Value;

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

/// The HTML of a page that Elementor keeps in its own data, and the widgets that it can't be made of.
#[derive(Debug, Default, PartialEq)]
pub struct ElementorPage {
    pub html: String,
    pub unknown: Vec<String>,
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
        let picture = |key: &str| text(key).map(|source| format!("<p><img src=\"{}\" alt=\"\"></p>", escape(source)));
        let html = match kind {
            "text-editor" => text("/editor").map(str::to_owned),
            "html" => text("/html").map(str::to_owned),
            "shortcode" => text("/shortcode").map(str::to_owned),
            "heading" => plain("/title").map(|title| {
                let level =
                    text("/header_size").filter(|level| level.len() == 2 && level.starts_with('h')).unwrap_or("h2");
                format!("<{level}>{title}</{level}>")
            }),
            "image" => picture("/image/url")
                .map(|html| html + &plain("/caption").map_or(String::new(), |caption| format!("<p>{caption}</p>"))),
            "image-box" | "icon-box" | "call-to-action" => {
                let title = plain("/title_text").or_else(|| plain("/title"));
                let words = text("/description_text").or_else(|| text("/description"));
                let title = title.map_or(String::new(), |title| format!("<h3>{title}</h3>"));
                Some(
                    picture("/image/url").unwrap_or_default()
                        + &title
                        + &words.map_or(String::new(), |words| format!("<p>{words}</p>")),
                )
            }
            "button" => plain("/text").map(|words| match text("/link/url") {
                Some(link) => format!("<p><a href=\"{}\">{words}</a></p>", escape(link)),
                None => format!("<p>{words}</p>"),
            }),
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
                    format!("<li>{}</li>", escape(item.get("text").and_then(Value::as_str).unwrap_or_default()))
                };
                format!("<ul>{}</ul>", items.iter().map(item).collect::<String>())
            }),
            "image-gallery" => settings.get("wp_gallery").and_then(Value::as_array).map(|pictures| {
                let sources = pictures.iter().filter_map(|picture| picture.get("url")?.as_str());
                sources.map(|source| format!("<p><img src=\"{}\" alt=\"\"></p>", escape(source))).collect()
            }),
            "spacer" | "divider" => Some("<hr>".to_owned()).filter(|_| kind == "divider"),
            _ => {
                self.unknown.push(kind.to_owned());
                None
            }
        };
        if let Some(html) = html {
            self.html.push_str(&html);
            self.html.push('\n');
        }
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
        assert_eq!(page.unknown, ["form"]);
        assert_eq!(elementor("[{"), ElementorPage::default());
    }

    #[test]
    fn raw_html_is_decoded() {
        assert_eq!(raw_html("JTNDcCUzRSVFNSU4RSU5RiUzQyUyRnAlM0U=").as_deref(), Some("<p>原</p>"));
        assert_eq!(raw_html("!"), None);
    }
}
