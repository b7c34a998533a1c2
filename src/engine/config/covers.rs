//! Reads `covers` of `site.yaml`: words of the site's own by which the program knows what to draw.

use crate::assets::cover::MotifId;
use crate::base::diagnostic::messages;
use crate::base::text::did_you_mean;
use crate::config::settings::Settings;

/// Words, each with the motif that an entry is drawn with if its title or one of its terms has the word.
pub type CoverWords = Vec<(String, MotifId)>;

/// Reads `covers: {water: [赤水河, 沱江], food: [泥窖]}`.
pub fn read(settings: &mut Settings<'_>) -> CoverWords {
    let mut words = Vec::new();
    for (key, node) in settings.map("covers") {
        let Some(motif) = MotifId::named(&key.text) else {
            let known: Vec<&str> = MotifId::names().collect();
            let unknown = messages::unknown_motif(&key.text, &known.join("、"), &known.join(", "));
            let at = settings.at(key.span);
            settings.report(unknown.meant(did_you_mean(&key.text, known)).at(at));
            continue;
        };
        for item in node.as_list().unwrap_or(std::slice::from_ref(node)) {
            match item.as_text().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => words.push((text.to_owned(), motif)),
                None => {
                    settings.wrong("covers", item, "应是词语的列表，如 [赤水河, 沱江]", "a list of words is expected")
                }
            }
        }
    }
    words
}
