//! Determines the address of every output.

use super::{CalendarScope, DatasetFormat, FeedFormat, FiguresFormat, SearchPart};
use crate::assets::cover::Cover;
use crate::assets::picture::{Form, Format, Picture, VERSION};
use crate::base::fingerprint::Fingerprint;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url, segment};
use crate::config::Config;
use crate::config::collection::{Collection, Part};
use crate::content::{Entry, Value};

/// Creates addresses. Those of the main language have no prefix; others begin with the language, `/en/…`.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    pub config: &'a Config,
}

impl Addresses<'_> {
    pub fn home(&self, language: &str) -> Url {
        if language == self.config.language { Url::root() } else { Url::root().join(&format!("{language}/")) }
    }

    /// Returns an entry's address from the collection's permalink pattern; a missing optional field leaves no path
    /// segment.
    pub fn entry(&self, entry: &Entry, collection: &Collection) -> Url {
        let mut path = String::new();
        for part in &collection.url.parts {
            match part {
                Part::Fixed(text) => path.push_str(text),
                Part::Slug => path.push_str(&entry.key.slug),
                Part::Path => path.push_str(&entry.path),
                Part::Collection => path.push_str(&collection.name),
                Part::Field { key, format } => path.push_str(&field(entry.fields.get(key), format.as_deref())),
            }
        }
        self.in_language(&entry.key.language, &path)
    }

    pub fn listing(&self, collection: &str, language: &str, number: usize) -> Url {
        numbered(self.in_language(language, &format!("/{collection}/")), number)
    }

    pub fn archive(&self, collection: &str, language: &str, year: i16, month: Option<i8>) -> Url {
        let month = month.map_or(String::new(), |month| format!("{month:02}/"));
        self.in_language(language, &format!("/{collection}/{year:04}/{month}"))
    }

    pub fn taxonomy(&self, taxonomy: &str, language: &str) -> Url {
        let own = self.config.taxonomies.get(taxonomy).and_then(|config| config.url.clone());
        self.in_language(language, &own.unwrap_or_else(|| format!("/{}/", taxonomy.replace('_', "-"))))
    }

    pub fn term(&self, taxonomy: &str, term: &str, language: &str, number: usize) -> Url {
        numbered(self.taxonomy(taxonomy, language).join(&format!("{}/", segment(term))), number)
    }

    pub fn directory(&self, collection: &str, language: &str, terms: &[(String, String)]) -> Url {
        let path: String =
            terms.iter().map(|(field, term)| format!("{}/{}/", field.replace('_', "-"), segment(term))).collect();
        self.listing(collection, language, 1).join(&path)
    }

    pub fn month(&self, collection: &str, language: &str, year: i16, month: i8) -> Url {
        self.listing(collection, language, 1).join(&format!("calendar/{year:04}-{month:02}/"))
    }

    /// Returns the agenda's address: of all events, or of those with a term (field and key).
    pub fn agenda(&self, collection: &str, language: &str, term: Option<(&str, &str)>) -> Url {
        let part =
            term.map_or(String::new(), |(field, term)| format!("{}/{}/", field.replace('_', "-"), segment(term)));
        self.listing(collection, language, 1).join(&format!("agenda/{part}"))
    }

    pub fn weekend(&self, collection: &str, language: &str) -> Url {
        self.listing(collection, language, 1).join("weekend/")
    }

    /// Returns the address of a figures page: the overview, a year, or a year of a series by its slug.
    pub fn figures(&self, language: &str, year: Option<i16>, series: Option<&str>) -> Url {
        let year = year.map_or(String::new(), |year| format!("{year:04}/"));
        let series = series.map_or(String::new(), |slug| format!("{slug}/"));
        self.in_language(language, &format!("/figures/{year}{series}"))
    }

    /// Returns the address of a year's data, which is the same in every language.
    pub fn figures_data(&self, year: i16, format: FiguresFormat) -> Url {
        let extension = match format {
            FiguresFormat::Csv => "csv",
            FiguresFormat::Json => "json",
        };
        Url::new(&format!("/figures/{year:04}.{extension}"))
    }

    pub fn targets(&self, language: &str) -> Url {
        self.in_language(language, "/targets/")
    }

    pub fn site_map(&self, language: &str) -> Url {
        self.in_language(language, "/sitemap/")
    }

    pub fn search(&self, language: &str) -> Url {
        self.in_language(language, "/search/")
    }

    /// Returns the address of a file of a language's search index. The script expects all of them in one folder.
    pub fn search_part(&self, language: &str, part: SearchPart) -> Url {
        let name = match part {
            SearchPart::Index => "index".to_owned(),
            SearchPart::Titles(number) => format!("titles-{number}"),
            SearchPart::Terms(number) => format!("terms-{number}"),
            SearchPart::Texts(number) => format!("texts-{number}"),
        };
        Url::new(&format!("/search/{language}/{name}.js"))
    }

    /// Returns the address of the OpenSearch description, which adds the site's search to browsers.
    pub fn open_search(&self, language: &str) -> Url {
        self.in_language(language, "/opensearch.xml")
    }

    pub fn style_guide(&self, language: &str) -> Url {
        self.in_language(language, "/styleguide/")
    }

    pub fn feed(&self, collection: Option<&str>, language: &str, format: FeedFormat) -> Url {
        let folder = match collection {
            Some(collection) => self.listing(collection, language, 1),
            None => self.home(language),
        };
        folder.join(match format {
            FeedFormat::Atom => "atom.xml",
            FeedFormat::Json => "feed.json",
        })
    }

    /// Returns a calendar's address. An entry's calendar lies in the entry's folder, whose address the caller passes.
    pub fn calendar(&self, scope: &CalendarScope, entry: impl Fn(crate::site::EntryId) -> Url) -> Url {
        match scope {
            CalendarScope::Collection { collection, language } => {
                self.listing(collection, language, 1).join("calendar.ics")
            }
            CalendarScope::Event(id) => entry(*id).join("event.ics"),
            CalendarScope::Named(id) => entry(*id).join("calendar.ics"),
            CalendarScope::Term { collection, language, field, term } => {
                let file = format!("calendar/{}/{}.ics", field.replace('_', "-"), segment(term));
                self.listing(collection, language, 1).join(&file)
            }
        }
    }

    pub fn dataset(&self, collection: &str, format: DatasetFormat) -> Url {
        let extension = match format {
            DatasetFormat::Csv => "csv",
            DatasetFormat::Json => "json",
            DatasetFormat::GeoJson => "geojson",
        };
        Url::root().join(&format!("{collection}.{extension}"))
    }

    /// Returns the address of a file that is published under its name below `content/` or `static/`. A picture's contents
    /// decide its extension: servers derive the media type from it.
    pub fn file(name: &str, source: &SourcePath, picture: Option<&Picture>) -> Url {
        let extension = source.extension();
        match picture.map(|picture| picture.format) {
            Some(format) if Format::named(&extension.to_ascii_lowercase()) != Some(format) => {
                let stem = &name[..name.len() - extension.len()];
                Url::new(&format!("/{stem}{}", format.extension()))
            }
            _ => Url::new(&format!("/{name}")),
        }
    }

    /// Returns the address of a picture's derivative: `/pictures/hall.5d41402abc-960.webp`. The hash covers the picture's
    /// bytes and its path, so that the contents of an address never change and browsers can cache them forever.
    pub fn picture(&self, source: &SourcePath, picture: &Picture, form: Form) -> Url {
        // The name itself is reported once, where the whole picture is published.
        let stem = source.stem().chars().take(40).map(|c| if "<>:\"|?*\\".contains(c) { '-' } else { c });
        let stem: String = stem.collect();
        let number =
            Fingerprint::of_bytes(format!("{VERSION} {source} {}", picture.fingerprint).as_bytes()).to_string();
        let size = match form {
            Form::Whole => picture.width.to_string(),
            Form::Scaled { width, .. } => width.to_string(),
            Form::Card => "card".to_owned(),
        };
        let extension = form.format(picture).extension();
        Url::new(&format!("/pictures/{stem}.{}-{size}.{extension}", &number[..10]))
    }

    /// Returns the address of a page's poster: `/posters/column/2026/rainbow.png` for `/column/2026/rainbow/`.
    pub fn poster(&self, page: &Url) -> Url {
        let path = page.as_str().trim_matches('/');
        Url::new(&format!("/posters/{}.png", if path.is_empty() { "index" } else { path }))
    }

    pub fn cover(&self, cover: Cover) -> Url {
        Url::new(&format!("/covers/{}.svg", cover.stem()))
    }

    pub fn in_language(&self, language: &str, path: &str) -> Url {
        if language == self.config.language { Url::new(path) } else { Url::new(&format!("/{language}/{path}")) }
    }
}

fn numbered(url: Url, number: usize) -> Url {
    if number > 1 { url.join(&format!("page/{number}/")) } else { url }
}

fn field(value: Option<&Value>, format: Option<&str>) -> String {
    let when = match value {
        Some(Value::Date(date)) => When { date: *date, time: None },
        Some(Value::Datetime(when)) => *when,
        Some(Value::Rough(rough)) => match rough.days {
            Some((date, _)) => When { date, time: None },
            None => return "undated".to_owned(),
        },
        Some(Value::Text(text) | Value::Choice(text)) => {
            // A slash in a text makes folders, as its editor meant it to.
            return text
                .split('/')
                .map(|part| if part.is_empty() { part.into() } else { segment(part) })
                .collect::<Vec<_>>()
                .join("/");
        }
        Some(Value::Term(term)) => return segment(&term.key).into_owned(),
        Some(Value::Number(number)) => return number.0.to_string(),
        Some(Value::Month { year, month }) => return format!("{year:04}-{month:02}"),
        _ => return String::new(),
    };
    let date = when.date;
    match format {
        Some("%Y") => format!("{:04}", date.year()),
        Some("%m") => format!("{:02}", date.month()),
        Some("%d") => format!("{:02}", date.day()),
        Some("%Y-%m") => format!("{:04}-{:02}", date.year(), date.month()),
        _ => date.to_string(),
    }
}
