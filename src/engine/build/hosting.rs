//! What a host is to be told of a site, once all of its outputs are made.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Built, Output, Ready};
use crate::base::url::OutputPath;
use crate::render::hosting::{self, HostFile, Policy, Redirects, Uses};
use crate::route::{Routes, Shows};

/// What every answer says, and where former addresses lead.
pub struct Hosting {
    pub policy: Policy,
    pub redirects: Redirects,
}

impl Hosting {
    pub fn of(ready: &Ready, built: &Built) -> Self {
        Self { policy: policy(&built.outputs), redirects: redirects(&ready.routes()) }
    }
}

/// Puts the files of the site's hosts among the outputs.
pub fn make(ready: &Ready, built: &mut Built) {
    let routes = ready.routes();
    let wanted: Vec<_> = routes.routes.iter().filter_map(|route| Some((route, host_file(&route.shows)?))).collect();
    if wanted.is_empty() {
        return;
    }
    let hosting = Hosting::of(ready, built);
    let address = &ready.site().config.address;
    for (route, file) in wanted {
        let text = match file {
            HostFile::Headers => Some(hosting::headers(&hosting.policy, address)),
            HostFile::Redirects => Some(hosting::redirects(&hosting.redirects, address)),
            HostFile::NoJekyll => Some(String::new()),
            HostFile::Cname => hosting::cname(address),
        };
        if let Some(text) = text {
            let output = Output::new(route.url.clone(), text.into_bytes().into());
            built.outputs.insert(route.output.clone(), output);
        }
    }
}

fn host_file(shows: &Shows) -> Option<HostFile> {
    match shows {
        Shows::HostFile(file) => Some(*file),
        _ => None,
    }
}

fn policy(outputs: &BTreeMap<OutputPath, Output>) -> Policy {
    let all: Vec<(&OutputPath, &Output)> = outputs.iter().collect();
    let uses = all.into_par_iter().fold(Uses::default, |mut uses, (path, output)| {
        match (&output.uses, path.extension()) {
            (Some(noted), _) => uses = uses.and(Uses::clone(noted)),
            (None, "html" | "htm") => uses.page(output.content.held()),
            (None, "css") => uses.sheet(output.content.held()),
            _ => {}
        }
        uses
    });
    uses.reduce(Uses::default, Uses::and).into()
}

fn redirects(routes: &Routes) -> Redirects {
    let redirect = |shows: &Shows| match shows {
        Shows::Redirect { to, .. } => Some(to.clone()),
        _ => None,
    };
    routes.routes.iter().filter_map(|route| Some((route.url.clone(), redirect(&route.shows)?))).collect()
}
