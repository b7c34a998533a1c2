//! Minifies a script and rewrites its imports.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_compat::EngineTargets;
use oxc_diagnostics::OxcDiagnostic;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::{Parser, ParserReturn};
use oxc_span::{SourceType, Span};

use super::nesting;
use super::reference::{relative, resolved};
use super::{Asset, BundleFault, BundleFaultPlace};
use crate::base::url::Url;

/// The newest syntax that the minifier may introduce; newer syntax of the script itself stays.
const LANGUAGE: &str = "es2018";

/// A parsed script with its imports.
pub struct Script<'t> {
    url: &'t Url,
    text: &'t str,
    pub imports: Vec<ScriptImport>,
}

/// An import of another file.
pub struct ScriptImport {
    /// The specifier with its quotes, in bytes.
    range: Range<usize>,
    /// The file's address, from the site's root.
    pub target: String,
}

impl<'t> Script<'t> {
    /// Parses a script.
    ///
    /// # Errors
    /// The first syntax error with its position.
    pub fn read(url: &'t Url, bytes: &'t [u8]) -> Result<Self, BundleFault> {
        let text = str::from_utf8(bytes).map_err(|error| {
            let place = BundleFaultPlace::Offset(error.valid_up_to());
            BundleFault { url: url.clone(), place, reason: error.to_string() }
        })?;
        nesting::check(url, text, nesting::MOST_IN_SCRIPT)?;
        let allocator = Allocator::default();
        let record = parse(url, &allocator, text)?.module_record;
        let named = record.requested_modules.values().flatten().map(|request| request.span);
        let asked = record.dynamic_imports.iter().map(|import| import.module_request);
        let import = |span: Span| {
            let range = span.start as usize..span.end as usize;
            let literal = text.get(range.clone())?;
            let name = literal.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
            // Computed specifiers and bare package names are left to the browser.
            let is_path = ["./", "../", "/"].iter().any(|start| name.starts_with(start)) && !name.starts_with("//");
            is_path.then(|| ScriptImport { range, target: resolved(name, url.as_str()) })
        };
        let mut imports: Vec<ScriptImport> = named.chain(asked).filter_map(import).collect();
        imports.sort_by_key(|import| import.range.start);
        Ok(Self { url, text, imports })
    }

    /// Returns the minified script, with the published names of its imports.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn made(&self, others: &BTreeMap<String, Asset>) -> Result<Vec<u8>, BundleFault> {
        let (mut text, mut copied) = (String::with_capacity(self.text.len()), 0);
        for ScriptImport { range, target } in &self.imports {
            let Some(asset) = others.get(target) else { continue };
            let name = relative(asset.url.as_str(), self.url.as_str());
            let beside = if name.starts_with('.') { "" } else { "./" };
            text.push_str(&self.text[copied..range.start]);
            let _ = write!(text, "\"{beside}{name}\"");
            copied = range.end;
        }
        text.push_str(&self.text[copied..]);
        minify(self.url, &text)
    }

    /// Creates a fault at an import.
    pub fn fault(&self, import: &ScriptImport, reason: String) -> BundleFault {
        BundleFault { url: self.url.clone(), place: BundleFaultPlace::Offset(import.range.start), reason }
    }
}

/// Parses a script's text.
///
/// # Errors
/// The first syntax error with its position.
fn parse<'a>(url: &Url, allocator: &'a Allocator, text: &'a str) -> Result<ParserReturn<'a>, BundleFault> {
    let parsed = Parser::new(allocator, text, SourceType::unambiguous()).parse();
    match parsed.diagnostics.first() {
        None => Ok(parsed),
        Some(first) => {
            let place = BundleFaultPlace::Offset(offset(first));
            Err(BundleFault { url: url.clone(), place, reason: first.message.to_string() })
        }
    }
}

/// Minifies a script's text.
///
/// # Errors
/// As [`parse`].
fn minify(url: &Url, text: &str) -> Result<Vec<u8>, BundleFault> {
    let allocator = Allocator::default();
    let mut program = parse(url, &allocator, text)?.program;
    let target = EngineTargets::from_target(LANGUAGE).unwrap_or_default();
    let compress = CompressOptions { target, ..CompressOptions::smallest() };
    let options =
        MinifierOptions { mangle: Some(MangleOptions::default()), mangle_properties: None, compress: Some(compress) };
    let done = Minifier::new(options).minify(&allocator, &mut program);
    // Legal comments (`/*!`, `@license`) are kept.
    let comments = CommentOptions { normal: false, jsdoc: false, annotation: false, ..CommentOptions::default() };
    let written = Codegen::new()
        .with_options(CodegenOptions { minify: true, comments, ..CodegenOptions::default() })
        .with_scoping(done.scoping)
        .with_private_member_mappings(done.class_private_mappings)
        .build(&program);
    Ok(written.code.into_bytes())
}

fn offset(diagnostic: &OxcDiagnostic) -> usize {
    diagnostic.labels.first().map_or(0, |label| label.offset() as usize)
}
