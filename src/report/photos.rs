//! The photographs of the year's events, for an annex: a few of each event, with their captions.

use serde::{Serialize, Serializer};

use super::compose::Composer;
use super::phrases::days;
use crate::assets::picture::is_picture;
use crate::content::{Fields, Value};
use crate::site::EntryId;

/// More photographs aren't put into a report.
pub const MOST_PHOTOS: usize = 12;

/// More photographs than these aren't taken of one event.
const MOST_OF_ONE: usize = 2;

/// A picture as documents hold it: a JPEG with its size in pixels.
#[derive(Clone, Debug)]
pub struct PhotoFile {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// A photograph of an event.
#[derive(Clone, Debug, Serialize)]
pub struct Photo {
    /// The event's title and days.
    pub event: String,
    pub when: String,
    pub caption: String,
    pub credit: Option<String>,
    /// The address of the event's page.
    pub url: String,
    #[serde(rename = "bytes", serialize_with = "length")]
    pub file: PhotoFile,
}

impl Photo {
    /// The line below the picture: number, caption, event, credit.
    pub fn line(&self, number: usize) -> String {
        let credit = self.credit.as_ref().map_or(String::new(), |credit| format!("（{credit}）"));
        format!("图{number}　{}，{}，{}{credit}", self.when, self.event, self.caption.trim_end_matches('。'))
    }
}

/// The picture of pixels that a value is, with what is said of it: drawings illustrate pages, and show nothing that happened.
fn photograph(value: &Value) -> Option<(&Fields, &str)> {
    let Value::Group(fields) = value else { return None };
    let Some(Value::Image(picture)) = fields.get("src") else { return None };
    let is_photograph = picture.target.rsplit_once('.').is_some_and(|(_, extension)| is_picture(extension));
    is_photograph.then_some((fields, picture.target.as_str()))
}

fn length<S: Serializer>(file: &PhotoFile, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(file.bytes.len() as u64)
}

impl Composer<'_> {
    /// Photographs of the events that were held, and how many there are besides.
    pub(super) fn photos(&self) -> (Vec<Photo>, usize) {
        let (mut photos, mut rest) = (Vec::new(), 0);
        for id in self.held.iter().copied() {
            let room = MOST_OF_ONE.min(MOST_PHOTOS - photos.len());
            let all = self.site.entry(id).fields.values("results_photos").iter().filter_map(photograph);
            // Those that can't be shown here aren't on the event's page either.
            let mut found: Vec<Photo> = all.filter_map(|(fields, target)| self.photo(id, fields, target)).collect();
            rest += found.len().saturating_sub(room);
            found.truncate(room);
            photos.extend(found);
        }
        (photos, rest)
    }

    fn photo(&self, id: EntryId, fields: &Fields, target: &str) -> Option<Photo> {
        let entry = self.site.entry(id);
        let file = (self.source.photo)(&entry.source, target)?;
        let caption = fields.text("caption").or(fields.text("alt")).unwrap_or_default().to_owned();
        let when = entry.schedule.as_ref().map(days).unwrap_or_default();
        Some(Photo {
            event: super::phrases::quoted(&entry.title),
            when,
            caption,
            credit: fields.text("credit").map(str::to_owned),
            url: (self.source.address)(id),
            file,
        })
    }
}
