//! The theme's templates, compiled, and a page through them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, StringInput, Tera, Value};

use super::bounds::{self, BoundedOutput};
use super::parents;
use super::qr;
use super::template_fault::{TemplateTexts, faults};
use crate::base::diagnostic::{Cause, Checked, Diagnostic, Localized, Location, messages};
use crate::base::fingerprint::{Fingerprint, Shared};
use crate::base::source::Snapshot;
use crate::base::text::phrases;
use crate::base::text::unseen::is_forbidden;
use crate::base::url::{SourcePath, Url};
use crate::config::collection::value::phone_parts;
use crate::config::theme::{POSTER, SHARE_POSTER, Theme};
use crate::view::model::SiteView;
use crate::view::{Page, fill_word};

/// Compiled templates, and the values that all pages of a language share. Cloning doesn't compile them again.
#[derive(Clone)]
pub struct Templates {
    tera: Arc<Tera>,
    /// Changes when any template does.
    pub fingerprint: Fingerprint,
    sources: Arc<BTreeMap<String, SourcePath>>,
    sites: BTreeMap<Fingerprint, (Value, Value)>,
}

impl Templates {
    /// Compiles the theme's templates with the site's own over them. A template that lies
    /// under another can still be extended by its whole path, `themes/spring/templates/layout.html`. One with components is
    /// replaced altogether: their names hold everywhere, so each may be there once.
    pub fn compile(theme: &Theme, snapshot: &Snapshot) -> Checked<Self> {
        let mut sources: BTreeMap<String, SourcePath> = BTreeMap::new();
        let chosen = theme.files("templates", snapshot);
        for (name, path) in &chosen {
            sources.insert(name.clone(), (*path).clone());
        }
        for place in theme.places("templates") {
            for (path, _) in snapshot.below(&place) {
                let name = path.below(&place).unwrap_or_default();
                let is_replaced = chosen.get(name).is_some_and(|found| *found != path);
                if is_replaced && !snapshot.text(path).is_some_and(has_component) {
                    sources.insert(path.to_string(), path.clone());
                }
            }
        }
        let texts: Vec<(&str, &str)> =
            sources.iter().filter_map(|(name, path)| Some((name.as_str(), snapshot.text(path)?))).collect();
        // Where a template lies is part of what is told of its faults.
        let fingerprint = Fingerprint::of(&(&texts, &sources));
        let mut diagnostics = parents::unreadable(&sources, snapshot);
        let mut tera = engine();
        if let Err(error) = tera.add_raw_templates(texts.iter().copied())
            && diagnostics.is_empty()
        {
            // The engine names another file for what is wrong between two.
            diagnostics = parents::check(&sources, snapshot);
            if diagnostics.is_empty() {
                // The engine stops at the first fault; an editor wants to see them all.
                for (name, text) in &texts {
                    if let Err(error) = engine().add_raw_template(name, text)
                        && matches!(error.kind(), ErrorKind::SyntaxError(_))
                    {
                        diagnostics.extend(syntax(&error, &sources, snapshot));
                    }
                }
                if diagnostics.is_empty() {
                    diagnostics = syntax(&error, &sources, snapshot);
                }
            }
        }
        let (tera, sources) = (Arc::new(tera), Arc::new(sources));
        Checked { value: Self { tera, fingerprint, sources, sites: BTreeMap::new() }, diagnostics }
    }

    /// Makes the values of the languages' shared views ready, once for all pages.
    pub fn prepare<'s>(&mut self, sites: impl Iterator<Item = &'s Shared<SiteView>>) {
        for site in sites {
            let words = Value::from_serializable(&site.words);
            self.sites.insert(site.fingerprint(), (Value::from_serializable(&**site), words));
        }
    }

    /// Renders a page with the first of the named templates that there is.
    pub fn page(
        &self,
        names: &[String],
        site: &Shared<SiteView>,
        page: &Page,
        (url, source): (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        let failed = |diagnostic: Diagnostic| Checked { value: None, diagnostics: vec![diagnostic] };
        let Some(name) = names.iter().find(|name| self.sources.contains_key(*name)) else {
            let wanted = names.last().map_or("", String::as_str);
            return failed(Diagnostic { at: source.cloned(), ..messages::missing_template(wanted) });
        };
        self.with_variables(name, site, page, (url, source))
    }

    /// Renders an asset, which says nothing of any page.
    pub fn asset(
        &self,
        name: &str,
        site: &Shared<SiteView>,
        at: (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        self.rendered(name, site, Context::new(), at)
    }

    /// Where a template lies.
    pub fn source(&self, name: &str) -> Option<&SourcePath> {
        self.sources.get(name)
    }

    /// Renders the drawing of a poster.
    pub fn poster(
        &self,
        site: &Shared<SiteView>,
        variables: &impl Serialize,
        at: (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        self.drawing(POSTER, site, variables, at)
    }

    /// Draws a poster to hand around; nothing, and no fault, if the theme has no template for it.
    pub fn share_poster(&self, site: &Shared<SiteView>, variables: &impl Serialize) -> Checked<Option<Vec<u8>>> {
        if self.source(SHARE_POSTER).is_none() {
            return Checked::default();
        }
        self.drawing(SHARE_POSTER, site, variables, (&Url::root(), None))
    }

    /// A drawing without the characters that XML may not hold: one in a title would spoil it all.
    fn drawing(
        &self,
        name: &str,
        site: &Shared<SiteView>,
        variables: &impl Serialize,
        at: (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        let Checked { value, diagnostics } = self.with_variables(name, site, variables, at);
        let clean = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(is_forbidden, "").into_bytes();
        Checked { value: value.map(clean), diagnostics }
    }

    fn with_variables(
        &self,
        name: &str,
        site: &Shared<SiteView>,
        variables: &impl Serialize,
        (url, source): (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        match Context::from_serialize(variables) {
            Ok(context) => self.rendered(name, site, context, (url, source)),
            Err(error) => {
                let fault = messages::template_failed(name, url.as_str(), Cause::said(&error));
                Checked { value: None, diagnostics: vec![fault] }
            }
        }
    }

    fn rendered(
        &self,
        name: &str,
        site: &Shared<SiteView>,
        mut context: Context,
        (url, source): (&Url, Option<&Location>),
    ) -> Checked<Option<Vec<u8>>> {
        let (site, words) = match self.sites.get(&site.fingerprint()) {
            Some(values) => values.clone(),
            None => (Value::from_serializable(&**site), Value::from_serializable(&site.words)),
        };
        context.insert_value("site", site);
        context.insert_value("t", words);
        let mut output = BoundedOutput::begin();
        match self.tera.render_to(name, &context, &mut output) {
            Ok(()) => Checked { value: Some(output.bytes), diagnostics: Vec::new() },
            Err(error) => Checked { value: None, diagnostics: vec![self.failure(&error, name, url, source)] },
        }
    }

    /// Names the template's line, and the entry that was being rendered.
    fn failure(&self, error: &tera::Error, name: &str, url: &Url, source: Option<&Location>) -> Diagnostic {
        let texts = TemplateTexts { sources: &self.sources, snapshot: None };
        let (cause, at) = faults(error, &texts).into_iter().next().unwrap_or_default();
        let template = at.as_ref().map_or(name.to_owned(), |at| at.path.to_string());
        let mut diagnostic = messages::template_failed(&template, url.as_str(), cause);
        diagnostic.at = at.or_else(|| self.sources.get(name).map(Location::file));
        // What asked for an asset is its template.
        let is_template = |source: &&Location| diagnostic.at.as_ref().is_some_and(|at| at.path == source.path);
        if let Some(source) = source.filter(|source| !is_template(source)) {
            let what = crate::base::diagnostic::Localized {
                zh: "正在渲染的条目".to_owned(),
                en: "the entry being rendered".to_owned(),
            };
            diagnostic = diagnostic.related(source.clone(), what);
        }
        diagnostic
    }
}

fn syntax(error: &tera::Error, sources: &BTreeMap<String, SourcePath>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let found = faults(error, &TemplateTexts { sources, snapshot: Some(snapshot) });
    let is_twice = error.to_string().contains("is defined in both");
    let told = |(cause, at)| {
        let mut told = Diagnostic { at, ..messages::template_syntax(cause) };
        if is_twice {
            told.help = Localized {
                zh: "两个文件里只留一个；要换主题的组件，文件名要和主题的一样，如 templates/components/card.html".to_owned(),
                en: "keep it in one of the files; one in the place of the theme's goes into a file of the same name, like \
                     templates/components/card.html"
                    .to_owned(),
            };
        }
        told
    };
    found.into_iter().map(told).collect()
}

/// The engine with the filters that themes may use; they come before any template.
fn engine() -> Tera {
    let mut tera = Tera::new();
    // A title in a drawing is as little markup as one in a page.
    tera.autoescape_on(vec![".html", ".htm", ".xml", ".svg"]);
    tera.register_function("range", bounds::range);
    tera.register_filter("with", with);
    tera.register_filter("qr", qr);
    tera.register_filter("phones", phones);
    tera.register_filter("phrases", broken);
    tera
}

/// `{{ t.count_entries | with(n=12) }}` puts values in the places of a word, `共 {n} 项` say.
fn with(word: StringInput<'_>, values: Kwargs, state: &State) -> tera::TeraResult<Value> {
    let mut texts: Vec<(&str, String)> = Vec::new();
    for (key, value) in values.iter() {
        let text = match value.as_str() {
            Some(text) => text.to_owned(),
            None => state.escape_if_needed(value)?,
        };
        texts.push((key.as_str().unwrap_or_default(), text));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(key, text)| (*key, text.as_str())).collect();
    Ok(word.inherit_safety(fill_word(word.as_str(), &texts)))
}

/// `{% for part in fields.phone | phones %}` gives the pieces of a text with telephone numbers: `text`, and `number` where the
/// piece can be dialled (`tel:` goes before it).
fn phones(text: StringInput<'_>, _: Kwargs, _: &State) -> tera::TeraResult<Value> {
    let parts: Vec<_> = phone_parts(text.as_str())
        .into_iter()
        .map(|part| serde_json::json!({"text": part.text, "number": part.number.unwrap_or_default()}))
        .collect();
    Ok(Value::from_serializable(&parts))
}

/// `{{ entry.title | phrases }}` is the text with a `<wbr>` wherever a line may break, between its phrases. With
/// `word-break: keep-all` no line breaks within one.
fn broken(text: StringInput<'_>, _: Kwargs, state: &State) -> tera::TeraResult<Value> {
    let mut html = String::with_capacity(text.as_str().len() * 2);
    for (place, piece) in phrases(text.as_str()).into_iter().enumerate() {
        if place > 0 {
            html.push_str("<wbr>");
        }
        html.push_str(&state.escape_if_needed(&Value::from(piece))?);
    }
    Ok(Value::safe_string(&html))
}

/// `{% set code = page.permalink | qr %}` gives the `size` and the `path` of a QR code; none where the text is too long.
fn qr(text: StringInput<'_>, _: Kwargs, _: &State) -> tera::TeraResult<Value> {
    let code = qr::code(text.as_str());
    Ok(code.map_or(Value::none(), |code| {
        Value::from_serializable(&serde_json::json!({"size": code.size, "path": code.path}))
    }))
}

/// Whether a template defines a component.
fn has_component(text: &str) -> bool {
    text.split("{%").skip(1).any(|tag| tag.trim_start_matches('-').trim_start().starts_with("component "))
}
