//! A [`ManifestView`] → `manifest.webmanifest` (W3C Web Application Manifest).
//!
//! Addresses are read relative to the manifest's own, so they are written as they come.

use serde_json::{Value, json};

use crate::view::data::ManifestView;

/// The site opens in an ordinary browser window: without the address bar and the back
/// button, people are lost on pages that link elsewhere.
pub fn manifest(view: &ManifestView) -> Vec<u8> {
    let manifest = json!({
        "id": view.start,
        "name": view.name,
        "short_name": view.name,
        "description": view.description,
        "lang": view.language,
        "start_url": view.start,
        "scope": view.start,
        "display": "browser",
        "icons": view.icons.iter().map(|(address, media_type)| icon(address, media_type)).collect::<Vec<_>>(),
    });
    let mut text = format!("{manifest:#}");
    text.push('\n');
    text.into_bytes()
}

/// A vector picture fits every size. Of others the size isn't known here, and the member
/// is optional: a browser then looks for itself.
fn icon(address: &str, media_type: &str) -> Value {
    match media_type {
        "image/svg+xml" => json!({"src": address, "sizes": "any", "type": media_type}),
        media_type => json!({"src": address, "type": media_type}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_says_its_type() {
        let view = ManifestView {
            name: "科普之窗".into(),
            description: "科普\"网站\"".into(),
            language: "zh-CN".into(),
            start: "./".into(),
            icons: vec![("favicon.svg".into(), "image/svg+xml".into()), ("icon.png".into(), "image/png".into())],
        };
        let manifest: Value = serde_json::from_slice(&manifest(&view)).unwrap();
        assert_eq!(manifest["icons"][0], json!({"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}));
        assert_eq!(manifest["icons"][1], json!({"src": "icon.png", "type": "image/png"}));
        assert_eq!(manifest["description"], "科普\"网站\"");
    }
}
