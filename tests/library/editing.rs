//! What helps an editor write: `kepu new`, `kepu schema`, `kepu fmt`.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;

use kepu::base::source::{Content, Snapshot, SourceFile};
use kepu::build::{BuildOptions, Cache, Ready, prepare};
use kepu::content::document::{DocumentOptions, Role, content_path, parse};
use serde_json::Value;

use crate::support::{Site, TODAY, kepu, repository};

fn options() -> BuildOptions {
    BuildOptions { drafts: true, ..crate::support::options(TODAY) }
}

fn ready(snapshot: &Snapshot) -> Ready {
    prepare(snapshot, &options(), &mut Cache::none())
}

/// Every front matter of a site as JSON, by file, with its collection.
fn front_matters(snapshot: &Snapshot, site: &kepu::site::Site) -> Vec<(String, String, Value)> {
    let options = DocumentOptions { raw_html: true, languages: site.config.languages.clone() };
    let mut found = Vec::new();
    for (path, file) in snapshot.iter() {
        let Ok(Some(at)) = content_path(path, &options.languages) else { continue };
        if at.role == Role::Entry {
            let collection = at.collection.clone();
            let document = parse(path, file, at, &options).value;
            let json: serde_json::Map<String, Value> = document.records[0]
                .front
                .entries
                .iter()
                .map(|(key, node)| (key.text.clone(), node.to_json()))
                .collect();
            found.push((path.to_string(), collection, json.into()));
        }
    }
    found
}

fn validators(site: &kepu::site::Site) -> BTreeMap<String, jsonschema::Validator> {
    let valid = |collection: &kepu::config::collection::Collection| {
        let schema = kepu::authoring::schema::of(collection, site);
        jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|fault| panic!("{}: {fault}", collection.name));
        jsonschema::draft7::new(&schema).unwrap_or_else(|fault| panic!("{}: {fault}", collection.name))
    };
    site.collections.values().map(|collection| (collection.name.clone(), valid(collection))).collect()
}

#[test]
fn the_demonstration_fits_its_schemas() {
    let snapshot = kepu::io::disk::read(repository()).value;
    let ready = ready(&snapshot);
    let validators = validators(ready.site());
    let all = jsonschema::draft7::new(&kepu::authoring::schema::of_all(ready.site())).unwrap();
    let mut faults = Vec::new();
    let found = front_matters(&snapshot, ready.site());
    assert!(found.len() > 90);
    for (path, collection, front) in &found {
        let told = validators[collection].iter_errors(front);
        faults.extend(told.map(|fault| format!("{path}: {} {fault}", fault.instance_path())));
        if !all.is_valid(front) {
            faults.push(format!("{path}: fits no collection"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each of them is an error of a build as well: a schema isn't stricter.
#[test]
fn planted_mistakes_do_not_fit() {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    let mut cache = Cache::default();
    let ready = prepare(&snapshot, &options(), &mut cache);
    let validators = validators(ready.site());
    let front = |text: &str| kepu::base::yaml::parse(text, 0).unwrap().to_json();
    let base = "title: 馆\ndistrict: jiangyang\naddress: 路1号\n";
    let event = "title: 讲座\nstart: 2026-05-18 09:30\n";
    let article = "title: 彩虹\ndate: 2026-05-18\n";
    for (collection, good) in [("bases", base), ("events", event), ("column", article)] {
        assert!(validators[collection].is_valid(&front(good)), "{collection}");
    }
    for (collection, wrong) in [
        ("column", "title: 彩虹\n".to_owned()),
        ("column", "title: 彩虹\ndate: 明天\n".to_owned()),
        ("column", format!("{article}tilte: 彩虹\n")),
        ("column", format!("{article}draft: maybe\n")),
        ("column", format!("{article}subject: alchemy\n")),
        ("column", format!("{article}tags: {{a: b}}\n")),
        ("column", format!("{article}title2: a\n")),
        ("bases", "title: 馆\ndistrict: jiangyang\n".to_owned()),
        ("bases", base.replace("jiangyang", "成都")),
        ("bases", format!("{base}open_days: 400\n")),
        ("bases", format!("{base}open_days: 很多\n")),
        ("bases", format!("{base}location: [105.4]\n")),
        ("bases", format!("{base}email: 没有\n")),
        ("bases", format!("{base}booking: {{url: https://example.org/}}\n")),
        ("bases", format!("{base}booking: {{method: telepathy}}\n")),
        ("bases", format!("{base}facilities: [wheelchair, heliport]\n")),
        ("bases", format!("{base}accreditations: [{{level: municipal}}]\n")),
        ("bases", format!("{base}opening_hours: {{holidays: open}}\n")),
        ("bases", format!("{base}website: example.org\n")),
        ("events", "title: 讲座\n".to_owned()),
        ("events", format!("{event}status: maybe\n")),
        ("events", format!("{event}capacity: -1\n")),
        ("events", format!("{event}figures: [{{value: 3, units: 人}}]\n")),
        ("events", format!("{event}recurrence: {{except: [2026-05-25]}}\n")),
        ("events", format!("{event}audience: [everybody]\n")),
    ] {
        assert!(!validators[collection].is_valid(&front(&wrong)), "{collection}: {wrong}");
        let path = crate::support::source_path(&format!("content/{collection}/planted.md"));
        snapshot.insert(path.clone(), SourceFile::new(format!("---\n{wrong}---\n").into_bytes()));
        let made = prepare(&snapshot, &options(), &mut cache);
        let told = made.diagnostics().iter().any(|told| told.at.as_ref().is_some_and(|at| at.path == path));
        assert!(told, "a build takes {wrong}");
        snapshot.remove(&path);
    }
}

#[test]
fn a_schema_is_printed_for_editors() {
    let site = Site::small();
    let printed = kepu(site.root(), &["schema", "--collection", "column"]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    let schema: Value = serde_json::from_str(&printed.stdout).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["properties"]["title"]["description"], "标题 · Title");
    assert_eq!(kepu(site.root(), &["schema", "--collection", "colum"]).code, 1);
}

#[test]
fn a_new_entry_explains_itself() {
    let site = Site::small();
    let made = kepu(
        site.root(),
        &["new", "article", "重庆的彩虹为什么是弯的？", "--today", TODAY, "--set", "authors=科普编辑部；气象台"],
    );
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    assert_eq!(made.stdout, "./content/column/chong-qing-de-cai-hong-wei-shen-me-shi-wan-de.md\n");
    let text = site.get("content/column/chong-qing-de-cai-hong-wei-shen-me-shi-wan-de.md");
    let begins = "---\n# 标题\ntitle: 重庆的彩虹为什么是弯的？\n# slug: # 网址名：网址的最后一段，缺省取文件名\n";
    assert!(text.starts_with(begins), "{text}");
    assert!(text.contains("\n# 发布日期\ndate: 2026-11-23\n"), "{text}");
    assert!(text.contains("\n# 作者\nauthors: [科普编辑部, 气象台]\n"), "{text}");
    assert!(text.contains("\ndraft: true\n") && text.ends_with("---\n\n"), "{text}");
    assert_eq!(kepu(site.root(), &["build", "--drafts", "--today", TODAY]).code, 0);
}

#[test]
fn a_new_entry_never_takes_another_s_place() {
    let site = Site::small();
    let new = ["new", "column", "彩虹", "--today", TODAY, "--set", "date=2026-05-01"];
    assert_eq!(kepu(site.root(), &new).code, 0);
    let before = crate::support::tree(site.root());
    for again in [&new[..], &[&new[..], &["--folder"]].concat()] {
        let refused = kepu(site.root(), again);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
        assert!(refused.stderr.contains("E1101"), "{}", refused.stderr);
    }
    assert_eq!(crate::support::tree(site.root()), before);
}

#[test]
fn what_is_wrong_is_told_before_anything_is_written() {
    let site = Site::small();
    let before = crate::support::tree(site.root());
    for (arguments, code) in [
        (vec!["article"], "E1103"),
        (vec![], "E1109"),
        (vec!["artcle", "彩虹"], "E1102"),
        (vec!["article", "？？"], "E1104"),
        (vec!["article", "彩虹", "--set", "author"], "E1106"),
        (vec!["article", "彩虹", "--set", "auhtors=编辑部"], "E0203"),
        (vec!["article", "彩虹", "--set", "date=明天"], "E0204"),
        (vec!["article", "彩虹", "--set", "bases=没有的馆"], "E0301"),
        (vec!["article", "彩虹", "--set", "slug=a/b"], "E1104"),
        (vec!["collection", "动态", "--set", "name=Dong"], "E1107"),
        (vec!["collection", "动态", "--set", "extends=artikel"], "E0110"),
        (vec!["collection"], "E1103"),
    ] {
        let refused = kepu(site.root(), &[&["new"], &arguments[..], &["--today", TODAY]].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(refused.stderr.contains(code), "{arguments:?}: {}", refused.stderr);
        assert!(refused.stderr.ends_with("没有写入任何文件\n"), "{}", refused.stderr);
    }
    assert_eq!(crate::support::tree(site.root()), before);
}

/// A site of its own for each language, with a collection of each kind.
#[test]
fn whatever_is_made_builds_and_every_comment_becomes_a_field() {
    for language in ["zh-CN", "en"] {
        let site = Site::small();
        let config = format!("title: 科普\nlanguage: {language}\nbase_url: https://example.org/\n");
        site.put("site.yaml", &config);
        for (kind, _) in kepu::config::collection::SHIPPED {
            let name = format!("name=my-{kind}");
            let extends = format!("extends={kind}");
            let made = kepu(site.root(), &["new", "collection", "新栏目", "--set", &name, "--set", &extends]);
            assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{kind}");
            assert_eq!(made.stdout, format!("./content/my-{kind}/_collection.yaml\n"));
            let required = ["date=2026-05-01", "start=2026-05-01 09:30", "district=江阳区", "address=路1号"];
            let collection = kepu::config::collection::shipped(kind).unwrap();
            let sets: Vec<&str> = required
                .into_iter()
                .filter(|pair| {
                    let field = collection.field(pair.split('=').next().unwrap());
                    field.is_some_and(|field| field.is_required())
                })
                .flat_map(|pair| ["--set", pair])
                .collect();
            let own = format!("my-{kind}");
            let new = [&["new", &own, "新条目", "--today", TODAY], &sets[..]].concat();
            let made = kepu(site.root(), &new);
            assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{kind}");
            let text = site.get(made.stdout.trim().trim_start_matches("./"));
            let front = text.split("---\n").nth(1).unwrap();
            // What stands behind the first `# ` is YAML, and a comment behind that.
            let freed: Vec<String> = front
                .lines()
                .filter(|line| !line.trim_start().starts_with("# ") || line.contains(": # ") || line.contains("- "))
                .map(|line| line.replacen("# ", "", usize::from(line.trim_start().starts_with("# "))))
                .collect();
            let node =
                kepu::base::yaml::parse(&freed.join("\n"), 0).unwrap_or_else(|fault| panic!("{fault:?}\n{front}"));
            let keys: Vec<&str> = node.as_map().unwrap().entries.iter().map(|(key, _)| key.text.as_str()).collect();
            let declared: Vec<&str> = collection.fields.iter().map(|field| &*field.key).collect();
            assert_eq!(keys, declared, "{kind}: {front}");
        }
        let built = kepu(site.root(), &["build", "--drafts", "--today", TODAY]);
        assert_eq!(built.code, 0, "{}", built.stderr);
    }
}

#[test]
fn entries_go_where_their_collection_keeps_them() {
    let snapshot = kepu::io::disk::read(repository()).value;
    let ready = ready(&snapshot);
    let site = ready.site();
    let when = kepu::base::time::When::parse("2027-03-04", &site.config.zone).unwrap();
    let place = |name: &str, folder: bool| {
        kepu::authoring::scaffold::place(&site.collections[name], site, "a", when, folder).unwrap().to_string()
    };
    assert_eq!(place("column", false), "content/column/2027/a.md");
    assert_eq!(place("events", true), "content/events/2027/a/index.md");
    assert_eq!(place("bases", false), "content/bases/a.md");
    assert_eq!(place("", false), "content/a.md");
}

/// A value on one line with more spaces than it needs.
fn spread(value: &kepu::base::yaml::write::YamlValue) -> String {
    use kepu::base::yaml::write::{YamlValue, inline};
    match value {
        YamlValue::List(items) => format!("[  {} ]", items.iter().map(inline).collect::<Vec<_>>().join("  ,")),
        value => inline(value),
    }
}

/// The front matter of a file, its keys in another order and every value in another form that
/// says the same, with comments and empty lines between.
fn disordered(text: &str, chance: &mut impl FnMut(usize) -> usize) -> Option<String> {
    let rest = text.strip_prefix("---\n")?;
    let end = rest.find("\n---\n")? + 1;
    let node = kepu::base::yaml::parse(&rest[..end], 0).ok()?;
    let mut parts: Vec<String> = Vec::new();
    for (key, node) in &node.as_map()?.entries {
        let value = kepu::base::yaml::write::YamlValue::from(node);
        let form = match chance(4) {
            0 => format!("{}:    {}\n", key.text, kepu::base::yaml::write::inline(&value)),
            1 => format!("\n{}: {}   \n", key.text, spread(&value)),
            2 => format!("# 注：{}\n{}", key.text, kepu::base::yaml::write::entry(&key.text, &value)),
            _ => kepu::base::yaml::write::entry(&key.text, &value),
        };
        parts.insert(chance(parts.len() + 1), form);
    }
    Some(format!("---\n{}{}", parts.concat(), &rest[end..]))
}

fn formatted(snapshot: &Snapshot, site: &kepu::site::Site) -> Snapshot {
    let mut made = snapshot.clone();
    for (path, file) in snapshot.iter() {
        let Ok(Some(at)) = content_path(path, &site.config.languages) else { continue };
        if at.role != Role::Table {
            let collection = &site.collections[&at.collection];
            let section = kepu::content::entry::section_fields(collection);
            let fields = if at.role == Role::Section { &section } else { &collection.fields };
            let text = file.text().unwrap();
            match kepu::authoring::format::format(text, path, fields) {
                Ok(Some(text)) => {
                    assert_eq!(kepu::authoring::format::format(&text, path, fields), Ok(None), "{path}: {text}");
                    made.insert(path.clone(), SourceFile::new(text.into_bytes()));
                }
                Ok(None) => {}
                Err(fault) => panic!("{path}: {}\n{text}", fault.message.en),
            }
        }
    }
    made
}

#[test]
fn no_page_changes_by_putting_front_matter_in_order() {
    let snapshot = kepu::io::disk::read(repository()).value;
    let mut cache = Cache::default();
    let mut built = |snapshot: &Snapshot| {
        let built = kepu::build::build(snapshot, &options(), &mut cache);
        let outputs = built.outputs.into_iter().map(|(path, output)| (path.to_string(), output.content));
        (outputs.collect::<BTreeMap<_, _>>(), crate::support::codes(&built.diagnostics))
    };
    type Outcome = (BTreeMap<String, Content>, Vec<&'static str>);
    let differing = |found: &Outcome, expected: &Outcome| -> String {
        let other = |(path, bytes): (&String, &Content)| {
            let text = |content: &Content| String::from_utf8_lossy(content.held()).into_owned();
            let (found, expected) = (text(found.0.get(path)?), text(bytes));
            let line = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected)?;
            Some(format!("{path}:\n{}\n{}\n", line.0, line.1))
        };
        let texts = expected.0.iter().filter_map(other).take(5).collect::<String>();
        if found.1 == expected.1 { texts } else { format!("{:?} {:?}\n{texts}", found.1, expected.1) }
    };
    let before = built(&snapshot);
    let ready = ready(&snapshot);
    let site = ready.site();
    assert_eq!(differing(&built(&formatted(&snapshot, site)), &before), "", "the demonstration as it is");
    let mut seed = 7_usize;
    let mut chance = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut first: Option<Snapshot> = None;
    for round in 0..4 {
        let mut other = snapshot.clone();
        for (path, file) in snapshot.iter().filter(|(path, _)| path.as_str().starts_with("content/")) {
            if let Some(text) = file.text().and_then(|text| disordered(text, &mut chance)) {
                other.insert(path.clone(), SourceFile::new(text.into_bytes()));
            }
        }
        assert_eq!(differing(&built(&other), &before), "", "disorder alone changes nothing, round {round}");
        let made = formatted(&other, site);
        assert_eq!(differing(&built(&made), &before), "", "round {round}");
        // Comments apart, all disorders end in one order.
        let plain = |snapshot: &Snapshot| -> Vec<String> {
            let files = snapshot.iter().filter(|(path, _)| path.as_str().starts_with("content/"));
            let texts = files.filter_map(|(_, file)| file.text());
            texts
                .map(|text| text.lines().filter(|line| !line.starts_with("# 注：")).collect::<Vec<_>>().join("\n"))
                .collect()
        };
        match &first {
            None => first = Some(made),
            Some(first) => {
                let other = plain(first).into_iter().zip(plain(&made)).find(|(first, made)| first != made);
                assert_eq!(other, None, "round {round} ends in another order");
            }
        }
    }
}

#[test]
fn front_matter_is_put_in_order_on_disk() {
    let site = Site::small();
    let ordered = "---\ntitle: 江雾\ndate: 2026-04-18\nauthors: [甲, 乙]\n---\n正文\n";
    site.put("content/column/fog.md", "---\nauthors: [ 甲,乙 ]\ndate:   2026-04-18\ntitle: 江雾\n---\n正文\n");
    site.put("content/column/wrong.md", "---\ntitle: a: b\n---\n");
    site.put("content/column/mist.md", "\u{feff}---\ndate: 2026-04-18\ntitle: 雾\n---\n");
    let looked = kepu(site.root(), &["fmt", "--check", "content/column/fog.md"]);
    assert_eq!((looked.code, looked.stdout.as_str()), (1, ""));
    assert!(looked.stderr.contains("W1101") && looked.stderr.contains("content/column/fog.md"), "{}", looked.stderr);
    let made = kepu(site.root(), &["fmt", "content/column"]);
    assert_eq!((made.code, made.stdout.as_str()), (1, "content/column/fog.md\ncontent/column/mist.md\n"));
    assert!(made.stderr.contains("E1108") && made.stderr.contains("content/column/wrong.md:2"), "{}", made.stderr);
    assert_eq!(site.get("content/column/fog.md"), ordered);
    assert_eq!(site.get("content/column/mist.md"), "\u{feff}---\ntitle: 雾\ndate: 2026-04-18\n---\n");
    assert_eq!(site.get("content/column/wrong.md"), "---\ntitle: a: b\n---\n");
    site.remove("content/column/wrong.md");
    let again = kepu(site.root(), &["fmt", "--lang", "en"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{}", again.stderr);
    assert_eq!(kepu(site.root(), &["fmt", "--check"]).code, 0);
    assert_eq!(kepu(site.root(), &["fmt", "/"]).code, 2);
    // What `kepu new` makes is in order.
    assert_eq!(kepu(site.root(), &["new", "column", "观云", "--set", "authors=甲"]).code, 0);
    let after = kepu(site.root(), &["fmt", "--check"]);
    assert_eq!(after.code, 0, "{}", after.stderr);
}

#[test]
fn a_new_site_is_set_up_for_vs_code() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(kepu(folder.path(), &["init", "site"]).code, 0);
    let root = folder.path().join("site");
    let json = |name: &str| -> Value {
        let text = std::fs::read_to_string(root.join(".vscode").join(name)).unwrap_or_else(|_| panic!("{name}"));
        serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    };
    let schemas = json("settings.json")["yaml.schemas"].as_object().unwrap().clone();
    assert!(schemas.len() > 3);
    for schema in schemas.keys() {
        assert!(root.join(schema).is_file(), "{schema}");
    }
    let snippets = json("kepu.code-snippets");
    assert_eq!(snippets["events/"]["body"][1], "title: $1");
    assert!(
        snippets["bases/booking"]["body"][1].as_str().unwrap().starts_with("  method: ${1|none,phone,"),
        "{snippets}"
    );
    assert_eq!(snippets["bases/booking"]["prefix"], serde_json::json!(["booking", "预约"]));
    assert_eq!(json("tasks.json")["tasks"][0]["args"], serde_json::json!(["serve", "--drafts", "--all"]));
    // What is derived is made anew, what is the user's isn't.
    std::fs::write(root.join(".vscode/settings.json"), "{}").unwrap();
    crate::support::put(&root, &[("content/news/_collection.yaml", "extends: article\ntitle: 动态\n")]);
    let again = kepu(&root, &["schema", "--vscode"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ".vscode/kepu.code-snippets\n.vscode/schemas/news.json\n"));
    assert_eq!(std::fs::read_to_string(root.join(".vscode/settings.json")).unwrap(), "{}");
    assert_eq!(kepu(&root, &["schema", "--vscode"]).stdout, "");
}

/// The patterns of the task are held against what the program prints.
#[test]
fn the_task_of_vs_code_reads_what_is_wrong() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let expressions = |pattern: &str| regex::Regex::new(pattern).unwrap();
    let (begins, ends) = (expressions(kepu::authoring::vscode::BEGINS), expressions(kepu::authoring::vscode::ENDS));
    let place = expressions(kepu::authoring::vscode::PLACE);
    let [error, warning] = kepu::authoring::vscode::MESSAGE.map(|(_, pattern)| expressions(pattern));
    for language in ["zh-CN", "en"] {
        let site = Site::small();
        let watch = |wrong: Option<&str>| -> Vec<(String, String)> {
            if let Some(wrong) = wrong {
                site.put("content/about.md", wrong);
            }
            let mut child = crate::support::program(site.root(), &["serve", "--lang", language, "--today", TODAY]);
            // A shell sends both to the terminal; here one pipe stands for it.
            let (reader, writer) = std::io::pipe().unwrap();
            child.stdout(Stdio::from(writer.try_clone().unwrap())).stderr(Stdio::from(writer));
            let mut running = child.spawn().unwrap();
            drop(child);
            let (mut found, mut begun, mut open) = (Vec::new(), false, None);
            for line in BufReader::new(reader).lines().map(Result::unwrap) {
                begun |= begins.is_match(&line);
                if ends.is_match(&line) {
                    break;
                }
                let told = error.captures(&line).or_else(|| warning.captures(&line));
                if let Some(told) = told {
                    open = Some(told[1].to_owned());
                } else if let (Some(code), Some(at)) = (open.take(), place.captures(&line)) {
                    found.push((code, format!("{}:{}:{}", &at[1], &at[2], &at[3])));
                }
            }
            running.kill().unwrap();
            running.wait().unwrap();
            assert!(begun, "no state begins");
            found
        };
        assert_eq!(watch(None), []);
        let found = watch(Some("---\ntilte: 关于\ntitle: 关于\n---\n    缩进的段落。\n"));
        let at = |code: &str, place: &str| (code.to_owned(), place.to_owned());
        assert!(found.contains(&at("E0203", "content/about.md:2:1")), "{found:?}");
        assert!(found.iter().any(|(code, _)| code.starts_with('W')), "{found:?}");
    }
}

#[test]
fn the_sites_of_this_repository_are_in_order() {
    for root in [".", "src/io/disk/starter"] {
        let looked = kepu(repository(), &["fmt", "--check", "--root", root]);
        assert_eq!(looked.code, 0, "run `kepu fmt --root {root}`\n{}", looked.stderr);
    }
}
