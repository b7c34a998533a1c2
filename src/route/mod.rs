//! The plan stage: a resolved site → every output there will be.
//!
//! The only place where addresses are chosen. A route says what it shows, not how; two
//! sources that want one address are reported here.

mod addresses;
mod kind;
mod plan;
mod searched;

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashMap;

use crate::assets::picture::Form;
use crate::base::diagnostic::Location;
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::host::HostFile;
use crate::site::{EntryId, Site};

pub use addresses::Addresses;
pub use kind::{Class, Kind};
pub use plan::{plan, without_card};
pub use searched::{SearchPart, Searched, SearchedPage, date as dated};

/// One output to be.
#[derive(Clone, Debug)]
pub struct Route {
    pub url: Url,
    pub output: OutputPath,
    pub shows: Shows,
    /// What asked for this address, for messages.
    pub source: Option<Origin>,
}

/// What asks for an address. Where an entry stands in its file is asked of the entry: it moves
/// with every word, and routes don't.
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

/// What an output shows. What each of them is says [`Shows::kind`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shows {
    Home {
        language: String,
    },
    Entry(EntryId),
    /// Page `number` (from 1) of a collection's listing.
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
    /// Entries of a collection that have all these terms: field and key.
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
    /// What is still to come: everything, or what has this term: field and key.
    Agenda {
        collection: String,
        language: String,
        term: Option<(String, String)>,
    },
    Weekend {
        collection: String,
        language: String,
    },
    /// The years in figures, one of them, or one of a series.
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
    /// How far the site's targets have come.
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
    /// Of all routes those in this range, as far as they are pages.
    SiteMapPart(Range<usize>),
    /// The list of the parts, where there are several.
    SiteMapIndex,
    Robots,
    Manifest,
    /// Part of the index that the search page of a language looks things up in.
    SearchIndex {
        language: String,
        part: SearchPart,
    },
    OpenSearch {
        language: String,
    },
    /// A file for the site's host; what it says is known when all other outputs are made.
    HostFile(HostFile),
    /// A file passed on as it is.
    Asset(SourcePath),
    /// A file made of a picture.
    Picture {
        source: SourcePath,
        form: Form,
    },
    /// An asset with the site's options in it, by the name of its template.
    AssetTemplate(String),
    /// A picture of an entry's title, or of the site's, for social networks that show a link to its page.
    Poster {
        language: String,
        entry: Option<EntryId>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedScope {
    /// Of one collection, or of the whole site.
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

/// Whose events a calendar holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CalendarScope {
    Collection {
        collection: String,
        language: String,
    },
    /// One event.
    Event(EntryId),
    /// Events that name this entry.
    Named(EntryId),
    /// Events of a collection with this term in a field.
    Term {
        collection: String,
        language: String,
        field: String,
        term: String,
    },
}

/// All routes, and where everything is.
pub struct Routes {
    pub routes: Vec<Route>,
    by_url: HashMap<Url, usize>,
    by_output: HashMap<OutputPath, usize>,
    entries: Vec<Url>,
    assets: HashMap<SourcePath, Url>,
    /// The files that are made of a picture beside the whole one.
    pictures: HashMap<SourcePath, Vec<(Form, Url)>>,
    /// By the address of the page that they are of.
    posters: HashMap<Url, Url>,
    /// Entries that have a calendar of what names them.
    calendars: HashMap<EntryId, Url>,
    /// What can be searched, by language; empty where the site has no search.
    searched: BTreeMap<String, Searched>,
}

impl Routes {
    pub fn get(&self, url: &Url) -> Option<&Route> {
        self.by_url.get(url).map(|index| &self.routes[*index])
    }

    /// The place in `routes` of what is written to a file.
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

    /// The poster of a page.
    pub fn poster(&self, page: &Url) -> Option<&Url> {
        self.posters.get(page)
    }

    /// The pages of a language that can be searched.
    pub fn searched(&self, language: &str) -> Option<&Searched> {
        self.searched.get(language)
    }

    pub fn calendar_of(&self, id: EntryId) -> Option<&Url> {
        self.calendars.get(&id)
    }
}
