//! The plan stage: determines all outputs of a site and their addresses.
//!
//! A route says what an output shows, not how. Two sources with the same address are reported here.

mod addresses;
pub mod former;
mod kind;
mod plan;
mod searched;

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use crate::assets::cover::Cover;
use crate::assets::picture::Form;
use crate::base::diagnostic::Location;
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::host::HostFile;
use crate::site::{EntryId, Site};

pub use addresses::Addresses;
pub use kind::{Class, OutputKind};
pub use plan::{plan, without_card};
pub use searched::{SearchPart, Searched, SearchedPage, date as dated};

/// One planned output.
#[derive(Clone, Debug)]
pub struct Route {
    pub url: Url,
    pub output: OutputPath,
    pub shows: Shows,
    /// The source of this route, for diagnostics.
    pub source: Option<Origin>,
}

/// The source of a route. An entry's position in its file isn't stored: it changes with every edit, and routes must
/// not.
#[derive(Clone, Debug)]
pub enum Origin {
    Entry(EntryId),
    File(SourcePath),
}

impl Origin {
    pub fn location(&self, site: &Site) -> Location {
        match self {
            Self::Entry(id) => site.entry(*id).location(),
            Self::File(path) => Location::file(path),
        }
    }
}

/// The contents of an output. [`Shows::kind`] describes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shows {
    Home {
        language: String,
    },
    Entry(EntryId),
    /// Page `number` (one-based) of a collection's listing.
    Listing {
        collection: String,
        language: String,
        number: usize,
    },
    Archive {
        collection: String,
        language: String,
        year: i16,
        month: Option<i8>,
    },
    Taxonomy {
        taxonomy: String,
        language: String,
    },
    Term {
        taxonomy: String,
        term: String,
        language: String,
        number: usize,
    },
    /// The entries of a collection that have all these terms (field and key).
    Directory {
        collection: String,
        language: String,
        terms: Vec<(String, String)>,
    },
    Month {
        collection: String,
        language: String,
        year: i16,
        month: i8,
    },
    /// Upcoming events: all, or those with this term (field and key).
    Agenda {
        collection: String,
        language: String,
        term: Option<(String, String)>,
    },
    Weekend {
        collection: String,
        language: String,
    },
    /// A figures page: the overview, a year, or a year of a series.
    Figures {
        language: String,
        year: Option<i16>,
        series: Option<EntryId>,
    },
    /// The figures of a year as data.
    FiguresData {
        year: i16,
        format: FiguresFormat,
    },
    /// The progress of the site's targets.
    Targets {
        language: String,
    },
    SiteMap {
        language: String,
    },
    Search {
        language: String,
    },
    /// The theme's components, for theme authors.
    StyleGuide {
        language: String,
    },
    NotFound,
    Redirect {
        to: Url,
        language: String,
    },
    Feed {
        scope: FeedScope,
        format: FeedFormat,
    },
    Calendar(CalendarScope),
    Dataset {
        collection: String,
        format: DatasetFormat,
    },
    /// A sitemap of the pages in this range of routes.
    SiteMapPart(Range<usize>),
    /// The sitemap index, if there are several parts.
    SiteMapIndex,
    Robots,
    Manifest,
    /// A part of a language's search index.
    SearchIndex {
        language: String,
        part: SearchPart,
    },
    OpenSearch {
        language: String,
    },
    /// A host's configuration file; its contents depend on all other outputs.
    HostFile(HostFile),
    /// A file that is copied unchanged.
    Asset(SourcePath),
    /// A derivative of a picture.
    Picture {
        source: SourcePath,
        form: Form,
    },
    /// A cover that the program draws, for all entries that have it.
    Cover(Cover),
    /// An asset rendered from a template with the site's options, by the template's name.
    AssetTemplate(String),
    /// The poster of an entry or of the home page (`og:image`).
    Poster {
        language: String,
        entry: Option<EntryId>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedScope {
    /// The collection; `None` for the whole site.
    pub collection: Option<String>,
    pub language: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    Atom,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatasetFormat {
    Csv,
    Json,
    GeoJson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiguresFormat {
    Csv,
    Json,
}

/// The events that a calendar contains.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CalendarScope {
    Collection {
        collection: String,
        language: String,
    },
    /// One event.
    Event(EntryId),
    /// Events that reference this entry.
    Named(EntryId),
    /// Events of a collection with this term in a field.
    Term {
        collection: String,
        language: String,
        field: String,
        term: String,
    },
}

/// All routes, with indexes by address, file and source.
pub struct Routes {
    pub routes: Vec<Route>,
    by_url: HashMap<Url, usize>,
    by_output: HashMap<OutputPath, usize>,
    entries: Vec<Url>,
    assets: HashMap<SourcePath, Url>,
    /// The derivatives of each picture, except the whole one.
    pictures: HashMap<SourcePath, Vec<(Form, Url)>>,
    /// Posters by the address of their page.
    posters: HashMap<Url, Url>,
    /// Calendars of the events that reference an entry, by entry.
    calendars: HashMap<EntryId, Url>,
    /// Searchable pages by language; empty if the site has no search.
    searched: BTreeMap<String, Searched>,
}

impl Routes {
    pub fn get(&self, url: &Url) -> Option<&Route> {
        self.by_url.get(url).map(|index| &self.routes[*index])
    }

    /// Returns the index in `routes` of an output file.
    pub fn place_of(&self, path: &OutputPath) -> Option<usize> {
        self.by_output.get(path).copied()
    }

    pub fn entry(&self, id: EntryId) -> &Url {
        &self.entries[id.0 as usize]
    }

    pub fn asset(&self, source: &SourcePath) -> Option<&Url> {
        self.assets.get(source)
    }

    pub fn pictures(&self, source: &SourcePath) -> &[(Form, Url)] {
        self.pictures.get(source).map_or(&[], Vec::as_slice)
    }

    /// Returns the poster of a page.
    pub fn poster(&self, page: &Url) -> Option<&Url> {
        self.posters.get(page)
    }

    /// Returns the searchable pages of a language.
    pub fn searched(&self, language: &str) -> Option<&Searched> {
        self.searched.get(language)
    }

    pub fn calendar_of(&self, id: EntryId) -> Option<&Url> {
        self.calendars.get(&id)
    }
}
