//! A script → the same in fewer bytes.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_compat::EngineTargets;
use oxc_diagnostics::OxcDiagnostic;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Fault, Place};
use crate::url::Url;

/// The language that minified scripts may be written in; what a script itself uses stays.
const LANGUAGE: &str = "es2018";

/// # Errors
/// What the parser doesn't understand, with its place.
pub fn minify(url: &Url, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let fault = |place, reason: String| Fault { url: url.clone(), place, reason };
    let text = str::from_utf8(bytes).map_err(|error| fault(Place::Offset(error.valid_up_to()), error.to_string()))?;
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::unambiguous()).parse();
    if let Some(first) = parsed.diagnostics.first() {
        return Err(fault(Place::Offset(offset(first)), first.message.to_string()));
    }
    let mut program = parsed.program;
    let target = EngineTargets::from_target(LANGUAGE).unwrap_or_default();
    let compress = CompressOptions { target, ..CompressOptions::smallest() };
    let options =
        MinifierOptions { mangle: Some(MangleOptions::default()), mangle_properties: None, compress: Some(compress) };
    let done = Minifier::new(options).minify(&allocator, &mut program);
    // Licences that a script asks to keep stay with it.
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
