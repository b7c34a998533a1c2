//! `posters:` of `site.yaml`.

use super::settings::Settings;
use crate::base::diagnostic::Location;
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;

/// The font that posters are lettered with.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PosterFont {
    /// A file of the site.
    File(SourcePath),
    /// The family of a font that is installed, as menus show it.
    Family(String),
}

/// What fonts are stored in.
const FORMATS: [&str; 4] = [".otf", ".ttf", ".ttc", ".otc"];

/// What `font` names. A path has a slash or says what it is a file of; no family does.
pub(super) fn font(mut settings: Settings<'_>, snapshot: &Snapshot) -> Option<(PosterFont, Location)> {
    let node = settings.node("font");
    let named = settings.text("font").map(|name| name.trim().to_owned());
    let is_path = |name: &str| {
        let lower = name.to_ascii_lowercase();
        name.is_empty() || name.contains(['/', '\\']) || FORMATS.iter().any(|format| lower.ends_with(format))
    };
    let font = named.and_then(|name| match is_path(&name) {
        true => SourcePath::new(&name).filter(|path| snapshot.get(path).is_some()).map(PosterFont::File),
        false => Some(PosterFont::Family(name)),
    });
    if let (Some(node), None) = (node, &font) {
        settings.wrong(
            "posters.font",
            node,
            "没有这个文件；应是从网站根目录起的路径，例如 themes/own/fonts/title.otf；或已安装字体的名字，例如 思源黑体",
            "there is no such file; a path from the site's root is expected, themes/own/fonts/title.otf say, or the name of an installed font",
        );
    }
    let at = node.map(|node| settings.location(node));
    settings.finish();
    font.zip(at)
}
