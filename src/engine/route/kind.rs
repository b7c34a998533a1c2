//! What each output is: the one place that a new output has to be described in.
//!
//! Stages that treat outputs by what they are (and not by what they show) ask here, so that none of them has a list of
//! its own. The match is exhaustive on purpose: a new variant of [`Shows`] doesn't compile before it is described.

use super::Shows;
use crate::base::diagnostic::Diagnostic;
use crate::site::EntryId;

/// What an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputKind {
    /// What messages call it, in Chinese and in English.
    pub name: (&'static str, &'static str),
    pub class: Class,
}

/// Who makes an output, and what follows for the other stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A page, made by a template of the theme.
    Page {
        /// Whether search engines may show it: such a page is in the site map, any other says that it isn't to be indexed.
        indexed: bool,
    },
    /// A former address, made by a template as pages are, but no page.
    Redirect,
    /// A file in a format of its own, made by the format's writer.
    Data,
    /// A file of the search index, made by its writer. It has no faults, and making it takes the texts of all pages.
    Index,
    /// A source file, passed on as it is or as the theme's files are bundled.
    File,
    /// A file of the theme, made by a template that sees the site and no page.
    AssetTemplate,
    /// A file made of a picture.
    Picture,
    /// A picture drawn by the theme.
    Poster,
    /// A file for the site's host, made of all other outputs.
    Host,
}

impl OutputKind {
    pub fn is_page(self) -> bool {
        matches!(self.class, Class::Page { .. })
    }

    /// Whether it is a page that search engines may show.
    pub fn is_indexed(self) -> bool {
        self.class == Class::Page { indexed: true }
    }

    /// Says what to do about an address that is taken: files have no `slug`. `own` says whether the other output has a
    /// source as well, or is made by the program.
    #[must_use]
    pub fn advise(self, taken: Diagnostic, own: bool) -> Diagnostic {
        match (self.class, own) {
            (Class::File | Class::Picture, true) => taken.helped(
                "给其中一个文件改名，再改引用它的地方",
                "rename one of the files, and change what refers to it",
            ),
            (Class::File | Class::Picture, false) => taken.helped(
                "删去这个文件，或给它改名：这个网址的文件由程序生成",
                "remove or rename the file: the program makes the one of this address",
            ),
            (Class::Redirect, _) => taken.helped(
                "从 aliases 里删去这个网址，它已经有页面了",
                "remove the address from `aliases`: it has a page",
            ),
            _ => taken,
        }
    }
}

const PAGE: Class = Class::Page { indexed: true };
/// A page that has nothing of its own, or nothing for readers who come from elsewhere.
const UNINDEXED: Class = Class::Page { indexed: false };
const FILE: (&str, &str) = ("文件", "a file");
const MADE: (&str, &str) = ("程序生成的文件", "a file made by the program");
const CALENDAR: (&str, &str) = ("日历", "a calendar page");
const TAXONOMY: (&str, &str) = ("分类页", "a taxonomy's page");

impl Shows {
    pub fn kind(&self) -> OutputKind {
        let (name, class) = match self {
            Self::Home { .. } => (("首页", "the home page"), PAGE),
            Self::Entry(_) => (("条目", "an entry"), PAGE),
            Self::Listing { .. } => (("栏目列表", "a collection's listing"), PAGE),
            Self::Archive { .. } => (("往期", "an archive"), PAGE),
            Self::Taxonomy { .. } | Self::Term { .. } => (TAXONOMY, PAGE),
            Self::Directory { .. } => (("名录", "a directory page"), PAGE),
            Self::Month { .. } | Self::Agenda { .. } | Self::Weekend { .. } => (CALENDAR, PAGE),
            Self::Figures { .. } => (("数据页", "a page of figures"), PAGE),
            Self::Targets { .. } => (("目标页", "the page of targets"), UNINDEXED),
            Self::SiteMap { .. } => (MADE, PAGE),
            Self::Search { .. } => (("搜索页", "the search page"), UNINDEXED),
            Self::StyleGuide { .. } | Self::NotFound => (MADE, UNINDEXED),
            Self::Redirect { .. } => (("旧网址", "a former address"), Class::Redirect),
            Self::Feed { .. }
            | Self::Calendar(_)
            | Self::Dataset { .. }
            | Self::FiguresData { .. }
            | Self::SiteMapPart(_)
            | Self::SiteMapIndex
            | Self::Robots
            | Self::Manifest
            | Self::OpenSearch { .. } => (MADE, Class::Data),
            Self::SearchIndex { .. } => (MADE, Class::Index),
            Self::HostFile(_) => (MADE, Class::Host),
            Self::Asset(_) => (FILE, Class::File),
            Self::AssetTemplate(_) => (FILE, Class::AssetTemplate),
            Self::Picture { .. } => (FILE, Class::Picture),
            Self::Cover(_) => (("封面图", "a drawn cover"), Class::Data),
            Self::Poster { .. } => (("分享图", "a poster"), Class::Poster),
        };
        OutputKind { name, class }
    }

    /// The entry whose own page it is, if it is one.
    pub fn entry(&self) -> Option<EntryId> {
        match self {
            Self::Entry(id) => Some(*id),
            _ => None,
        }
    }
}
