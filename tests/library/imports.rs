//! Holds that imports between the modules of a folder run in one direction, and that the thread pool stays where it
//! can't hang.
//!
//! Reads the sources as text, as `tidy` does.
#![allow(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose modules import each other, each with the reason.
const KNOTS: [(&str, &str); 2] = [
    ("content/markdown", "the writer and the blocks that it writes are one state machine over several files"),
    ("io/disk", "a tree is listed on the ground that it grows"),
];

/// Folders, with all below them, whose modules import nothing from the `mod.rs` of their own folder either. Elsewhere a
/// `mod.rs` may hold the types that its children share.
const NOTHING_FROM_ABOVE: [&str; 2] = ["view", "cli"];

/// The file that may use the thread pool among those that make and render views.
const PRECOMPUTE: &str = "src/engine/view/precompute.rs";
/// The file of `view` that may have lazily filled cells.
const MEMO: &str = "src/engine/view/memo.rs";

/// A module below `src/`: its path in the crate, and its code without comments and tests.
struct Module {
    name: String,
    path: Vec<String>,
    code: String,
}

/// From each module of a folder to those beside it that it imports, with the files that do. A folder's own `mod.rs` is
/// the module without a name.
type Imports = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn modules_of_a_folder_import_in_one_direction() {
    let modules = modules();
    let mut faults = Vec::new();
    let folders = folders(&modules);
    for (folder, imports) in &folders {
        let knot = cycle(imports);
        match (knot, KNOTS.iter().any(|(known, _)| known == folder)) {
            (Some(knot), false) => {
                let steps = knot.iter().zip(knot.iter().cycle().skip(1));
                let step = |(from, to): (&String, &String)| format!("  {from} uses {to} in {:?}", imports[from][to]);
                faults.push(format!("src/{folder}:\n{}", steps.map(step).collect::<Vec<_>>().join("\n")));
            }
            (None, true) => faults.push(format!("src/{folder} has no cycle any more: take it off the list")),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "imports that run in a circle:\n{}", faults.join("\n"));
}

#[test]
fn children_import_nothing_from_their_folder_where_it_is_above_them() {
    let mut faults = Vec::new();
    for (folder, imports) in folders(&modules()) {
        let room = folder.split('/').next().unwrap_or_default();
        let children = imports.iter().filter(|(child, _)| !child.is_empty() && NOTHING_FROM_ABOVE.contains(&room));
        for (child, used) in children {
            faults.extend(
                used.get("").map(|files| format!("src/{folder}: `{child}` uses what mod.rs has, in {files:?}")),
            );
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn makers_of_pages_share_nothing_but_what_lies_below_them() {
    let folders = folders(&modules());
    let among_pages = folders.get("view/pages").cloned().unwrap_or_default();
    let faults: Vec<_> = among_pages.iter().filter(|(maker, used)| !maker.is_empty() && !used.is_empty()).collect();
    assert!(faults.is_empty(), "a maker of pages uses another: {faults:?}");
    assert!(folders["view"].contains_key("pages"), "the makers of pages are where this test looks for them");
}

/// A cell that the thread pool fills while pages are made hangs for good, see `src/engine/view/memo.rs`. Whatever runs
/// while a page is made or rendered therefore uses no pool, and what is computed by the pool is computed ahead.
#[test]
fn no_cell_is_filled_by_the_thread_pool() {
    let modules = modules();
    let mut faults = Vec::new();
    for module in &modules {
        let makes_pages = module.name.starts_with("src/engine/view/") || module.name.starts_with("src/engine/render/");
        if makes_pages && module.name != PRECOMPUTE && uses_pool(&module.code) {
            faults.push(format!("{}: only {PRECOMPUTE} uses the thread pool where pages are made", module.name));
        }
        let cell = ["OnceLock", "LazyLock", "OnceCell", "LazyCell"].into_iter().find(|cell| module.code.contains(cell));
        if let Some(cell) = cell.filter(|_| module.name.starts_with("src/engine/view/") && module.name != MEMO) {
            faults.push(format!("{}: {cell} has its place in {MEMO}", module.name));
        }
        let calls_precompute = module.code.contains("precompute::") || module.code.contains("view::precompute");
        if calls_precompute && !module.name.starts_with("src/engine/build/") {
            faults.push(format!("{}: only a build computes ahead", module.name));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    for needed in [PRECOMPUTE, MEMO] {
        let used = modules.iter().find(|module| module.name == needed).map(|module| &module.code);
        assert!(used.is_some_and(|code| uses_pool(code) || code.contains("OnceLock")), "{needed} is no longer needed");
    }
}

fn uses_pool(code: &str) -> bool {
    ["rayon", "par_iter", "par_chunks", "par_extend", "par_sort"].iter().any(|word| code.contains(word))
}

/// The imports within every folder, by the folder's path below `src/`.
fn folders(modules: &[Module]) -> BTreeMap<String, Imports> {
    let known: BTreeSet<&[String]> = modules.iter().map(|module| module.path.as_slice()).collect();
    let mut folders: BTreeMap<String, Imports> = BTreeMap::new();
    for module in modules {
        for used in imports(module) {
            let common = module.path.iter().zip(&used).take_while(|(own, other)| own == other).count();
            let own = module.path.get(common).cloned().unwrap_or_default();
            // What isn't a module is an item of the folder's `mod.rs`.
            let other =
                used.get(..=common).filter(|path| known.contains(path)).map_or("", |path| path[common].as_str());
            let folder = module.path[..common].join("/");
            let imports = folders.entry(folder).or_default();
            if own != other {
                let files = imports.entry(own).or_default().entry(other.to_owned()).or_default();
                files.insert(module.name.clone());
            }
        }
    }
    folders
}

/// The modules along a cycle, each of which imports the next, and the last the first. A `mod.rs` stands outside: it
/// names its children, and what it has may be theirs to share.
fn cycle(imports: &Imports) -> Option<Vec<String>> {
    fn visit(at: &str, imports: &Imports, path: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        if let Some(start) = path.iter().position(|known| known == at) {
            path.drain(..start);
            return true;
        }
        if !done.insert(at.to_owned()) {
            return false;
        }
        path.push(at.to_owned());
        let used = imports.get(at).into_iter().flat_map(BTreeMap::keys).filter(|used| !used.is_empty());
        for next in used {
            if visit(next, imports, path, done) {
                return true;
            }
        }
        path.pop();
        false
    }
    let mut done = BTreeSet::new();
    let from = imports.keys().filter(|module| !module.is_empty());
    from.map(|module| (module, Vec::new()))
        .find_map(|(module, mut path)| visit(module, imports, &mut path, &mut done).then_some(path))
}

/// The paths that a module names by `crate::`, `super::` and `self::`, each from the crate's root on.
fn imports(module: &Module) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in module.code.match_indices(start) {
            let before = module.code[..at].chars().next_back();
            if before.is_some_and(|before| before.is_alphanumeric() || matches!(before, '_' | '$' | ':')) {
                continue;
            }
            for path in tree(&module.code[at..]) {
                found.extend(absolute(&module.path, &path));
            }
        }
    }
    found
}

/// The paths of a tree such as `super::{a, b::{self, c}}`, or of a plain path at the start of a text.
fn tree(text: &str) -> Vec<Vec<String>> {
    let mut prefix: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        rest = &rest[name.len()..];
        if name.is_empty() {
            break;
        }
        if name != "self" || prefix.is_empty() {
            prefix.push(name);
        }
        match rest.strip_prefix("::") {
            Some(further) => rest = further,
            None => return vec![prefix],
        }
    }
    let Some(group) = rest.strip_prefix('{') else { return vec![prefix] };
    let mut all = Vec::new();
    for part in parts(group) {
        all.extend(tree(part).into_iter().map(|path| prefix.iter().cloned().chain(path).collect()));
    }
    all
}

/// The parts of `a::b, c::{d, e}}` up to the closing brace, split at commas of the first level.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&text[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// A path as a module writes it → the same from the crate's root on.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (mut base, mut rest) = match path.split_first()? {
        (first, rest) if first == "crate" => (Vec::new(), rest),
        (first, rest) if first == "self" => (module.to_vec(), rest),
        _ => (module.to_vec(), path),
    };
    while let Some((first, further)) = rest.split_first().filter(|(first, _)| *first == "super") {
        let _ = first;
        base.pop()?;
        rest = further;
    }
    base.extend(rest.iter().filter(|part| *part != "self").cloned());
    Some(base)
}

fn modules() -> Vec<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let module = |file: &PathBuf| {
        let inner = file.strip_prefix(&root).expect("a source").to_string_lossy().replace('\\', "/");
        let plain = inner.trim_end_matches(".rs");
        let path = plain
            .strip_suffix("/mod")
            .unwrap_or(plain)
            .trim_start_matches("engine/")
            .split('/')
            .map(str::to_owned)
            .collect();
        let text = fs::read_to_string(file).expect("a readable source");
        let text = &text[..text.find("\n#[cfg(test)]\nmod tests").unwrap_or(text.len())];
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        Module { name: format!("src/{inner}"), path, code: code.join("\n") }
    };
    let all: Vec<Module> = files.iter().map(module).collect();
    assert!(all.len() > 200, "the sources are where this test looks for them");
    // These two stand outside: they name the rooms and call them.
    all.into_iter().filter(|module| module.path != ["lib"] && module.path != ["main"]).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

#[test]
fn the_reading_of_imports_knows_every_form_of_path() {
    let module = |code: &str| Module {
        name: String::new(),
        path: vec!["view".into(), "pages".into(), "entry".into()],
        code: code.to_owned(),
    };
    let read = |code: &str| {
        let mut found: Vec<String> = imports(&module(code)).iter().map(|path| path.join("::")).collect();
        found.sort();
        found
    };
    assert_eq!(
        read("use super::{site, words::{self, fill}};"),
        ["view::pages::site", "view::pages::words", "view::pages::words::fill"]
    );
    assert_eq!(read("use super::super::Scene;"), ["view::Scene"]);
    assert_eq!(read("crate::base::url::Url::new(x)"), ["base::url::Url::new"]);
    assert_eq!(read("let x = self::inner::f(); let y = mysuper::z; $crate::w"), ["view::pages::entry::inner::f"]);
}

#[test]
fn a_circle_is_found_however_long_it_is() {
    let uses = |edges: &[(&str, &str)]| {
        let mut imports = Imports::new();
        for (from, to) in edges {
            imports.entry((*from).to_owned()).or_default().entry((*to).to_owned()).or_default();
        }
        cycle(&imports)
    };
    assert_eq!(uses(&[("a", "b"), ("b", "c"), ("a", "c")]), None);
    assert_eq!(uses(&[("a", "b"), ("b", "c"), ("c", "b")]), Some(vec!["b".to_owned(), "c".to_owned()]));
    assert_eq!(uses(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]).map(|circle| circle.len()), Some(4));
    assert_eq!(uses(&[("a", ""), ("", "a")]), None, "a folder names its children");
}
