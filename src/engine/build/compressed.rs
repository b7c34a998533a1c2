//! Compressed copies of the outputs, beside them: `index.html.br` beside `index.html`.

use std::sync::Arc;

use super::{Built, Output, Progress, Ready, Stage};
use crate::assets::bundle::Audience;
use crate::assets::compress::{Coded, Coding, is_worth};
use crate::assets::lazy::LazyFile;
use crate::base::diagnostic::{Cause, messages};
use crate::base::source::Content;
use crate::base::url::{OutputPath, Url};
use crate::config::Links;

/// Puts the copies that the site wants among the outputs, and makes those that aren't on the shelf yet, several at a time.
/// Nobody serves a folder that is opened from a disk, and those who write don't wait for it.
pub fn make(ready: &Ready, built: &mut Built, progress: &impl Progress) {
    let config = &ready.site().config;
    if config.compress.is_empty() || config.links == Links::Relative || ready.renderer().audience == Audience::Authors {
        return;
    }
    let worth = built.outputs.iter().filter(|(path, output)| is_worth(path.extension(), &output.content));
    let copies = worth.flat_map(|(path, output)| {
        let copy = move |coding: Coding| {
            // A name that is just short enough for a host is too long for its copies.
            let copied = OutputPath::new(format!("{}.{}", path.as_str(), coding.extension())).ok()?;
            let url = Url::new(&format!("/{}", copied.as_str()));
            let recipe = Coded { content: output.content.clone(), coding };
            let content = Content::Elsewhere(Arc::new(LazyFile::new(recipe, ready.renderer().shelf.clone())));
            Some((copied, Output { coding: Some(coding), ..Output::new(url, content) }))
        };
        config.compress.iter().copied().filter_map(copy)
    });
    // A file that the site itself has under such a name stays.
    let copies: Vec<(OutputPath, Output)> = copies.filter(|(path, _)| !built.outputs.contains_key(path)).collect();
    let paths: Vec<OutputPath> = copies.iter().map(|(path, _)| path.clone()).collect();
    built.outputs.extend(copies);
    let faults = built.make(&paths, Stage::Compress, progress);
    let told = |(path, reason): (OutputPath, String)| messages::output_unreadable(path.as_str(), Cause::said(&reason));
    built.diagnostics.extend(faults.into_iter().map(told));
}
