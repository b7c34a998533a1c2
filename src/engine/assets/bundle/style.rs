//! Bundles a style sheet with its imports.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use lightningcss::bundler::{Bundler, ResolveResult, SourceProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::error::{Error, ErrorLocation};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use super::reference::{relative, resolved};
use super::{Asset, Audience, BundleFault, BundleFaultPlace};
use crate::base::url::Url;

/// The oldest supported browsers: the first with cascade layers, because older ones ignore everything within a layer.
const BROWSERS: Browsers = Browsers {
    android: Some(version(99, 0)),
    chrome: Some(version(99, 0)),
    edge: Some(version(99, 0)),
    firefox: Some(version(97, 0)),
    ie: None,
    ios_saf: Some(version(15, 4)),
    opera: Some(version(86, 0)),
    safari: Some(version(15, 4)),
    samsung: Some(version(18, 0)),
};

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// Returns one sheet with its imports inlined, and with the published names of referenced files.
///
/// # Errors
/// A syntax error or a missing import, with its position.
pub fn make(
    url: &Url,
    sheets: &BTreeMap<&str, &str>,
    others: &BTreeMap<String, Asset>,
    audience: Audience,
) -> Result<String, BundleFault> {
    let texts = Texts(sheets);
    let targets = match audience {
        Audience::Visitors => Targets { browsers: Some(BROWSERS), ..Targets::default() },
        Audience::Authors => Targets::default(),
    };
    let mut bundler = Bundler::new(&texts, None, ParserOptions::default());
    let mut sheet = bundler.bundle(Path::new(url.as_str())).map_err(|error| fault(url, &error))?;
    if audience == Audience::Visitors {
        sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| fault(url, &error))?;
    }
    let printed = sheet
        .to_css(PrinterOptions {
            minify: audience == Audience::Visitors,
            targets,
            analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
            ..PrinterOptions::default()
        })
        .map_err(|error| fault(url, &error))?;
    let mut code = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        // Only imports from other hosts are left here; they stay unchanged.
        let (placeholder, written) = match dependency {
            Dependency::Url(found) => (found.placeholder, named(&found.url, &found.loc.file_path, url, others)),
            Dependency::Import(found) => (found.placeholder, found.url),
        };
        code = code.replace(&placeholder, &written);
    }
    Ok(code)
}

/// Rewrites a `url()` of the sheet `origin` for the sheet `bundle`: `hero.svg` in `/assets/css/parts/a.css` becomes
/// `parts/hero.3f2a91c04d.svg` in `/assets/css/site.css`.
fn named(written: &str, origin: &str, bundle: &Url, others: &BTreeMap<String, Asset>) -> String {
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let (path, suffix) = written.split_at(end);
    if path.is_empty() || path.starts_with("//") || path.contains(':') {
        return written.to_owned();
    }
    let whole = resolved(path, origin);
    // A file that isn't the theme's keeps its address, relative to the bundle.
    let target = others.get(&whole).map_or(whole.as_str(), |asset| asset.url.as_str());
    relative(target, bundle.as_str()) + suffix
}

/// The style sheets of a theme, as a source for the bundler.
struct Texts<'a>(&'a BTreeMap<&'a str, &'a str>);

#[derive(Debug)]
struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no style sheet {}", self.0)
    }
}

impl std::error::Error for Missing {}

impl SourceProvider for Texts<'_> {
    type Error = Missing;

    fn read<'a>(&'a self, file: &Path) -> Result<&'a str, Missing> {
        let name = file.to_string_lossy();
        self.0.get(&*name).copied().ok_or_else(|| Missing(name.into_owned()))
    }

    fn resolve(&self, specifier: &str, from: &Path) -> Result<ResolveResult, Missing> {
        if specifier.starts_with("//") || specifier.contains(':') {
            return Ok(ResolveResult::External(specifier.to_owned()));
        }
        Ok(ResolveResult::File(PathBuf::from(resolved(specifier, &from.to_string_lossy()))))
    }
}

fn fault<T: fmt::Display>(url: &Url, error: &Error<T>) -> BundleFault {
    let at = error.loc.as_ref();
    let line = |at: &ErrorLocation| BundleFaultPlace::Line(at.line as usize, (at.column as usize).saturating_sub(1));
    BundleFault {
        url: at.map_or_else(|| url.clone(), |at| Url::new(&at.filename)),
        place: at.map_or(BundleFaultPlace::Line(0, 0), line),
        reason: error.kind.to_string(),
    }
}
