//! What plug-ins kept from some readers: a whole post by a field of theirs, a part of it by a shortcode or a block.
//!
//! The old server left it out for those readers. A static page has all of it for everyone, so such a post becomes a draft.

use std::collections::BTreeSet;

use serde_json::Value;

use super::export::ExportItem;
use super::own::Own;
use crate::authoring::import::generator::markup::{Style, tags};

/// Words in the names of fields that say who may read a post.
const OF_FIELDS: [&str; 9] =
    ["access", "restrict", "restricted", "restriction", "protect", "protected", "paywall", "paid", "visibility"];

/// Fields that say so by other names. They need no underscore at their beginning.
const FIELDS: [&str; 6] =
    ["_wpmem_block", "rcp_access_level", "rcp_user_level", "rcp_subscription_level", "rcUserLevel", "access_level"];

/// Words in the names of shortcodes around a text, and of blocks, that show it to some readers alone.
const OF_MARKS: [&str; 26] = [
    "access",
    "restrict",
    "restricted",
    "restriction",
    "protect",
    "protected",
    "paywall",
    "paid",
    "pay",
    "premium",
    "private",
    "secret",
    "vip",
    "member",
    "members",
    "membership",
    "memberonly",
    "membersonly",
    "login",
    "logged",
    "loggedin",
    "hide",
    "hidden",
    "hidecontent",
    "reply",
    "password",
];

/// The same in Chinese, where no sign parts the words of a name.
const OF_CHINESE_MARKS: [&str; 7] = ["可见", "会员", "付费", "隐藏", "私密", "密码", "登录"];

/// Parts of the names of a block's settings by which it is shown to some readers alone.
const OF_SETTINGS: [&str; 6] = ["visibility", "restrict", "loggedin", "loggedout", "userrole", "accesslevel"];

/// Values of a field by which everyone may read.
const EVERYONE: [&str; 16] = [
    "",
    "0",
    "no",
    "false",
    "off",
    "none",
    "default",
    "public",
    "everyone",
    "everybody",
    "anyone",
    "all",
    "visible",
    "open",
    "inherit",
    "a:0:{}",
];

/// Returns the field by which a plug-in kept a post from some readers, as the report names it.
pub fn by_field(item: &ExportItem) -> Option<String> {
    let by_name = |key: &str| FIELDS.contains(&key) || words(key).any(|word| OF_FIELDS.contains(&word.as_str()));
    // Of the fields that authors see only known ones count: `access` may say which bus goes there.
    let seen = item.meta.iter().filter(|(key, _)| FIELDS.contains(&key.as_str()));
    let seen = seen.map(|(key, value)| (key.as_str(), value.as_str()));
    let hidden = item.hidden.iter().filter(|(key, _)| by_name(key)).map(|(key, value)| (key.as_str(), value.as_str()));
    let found = seen.chain(hidden).find(|(_, value)| !is_everyone(value)).map(|(key, _)| key);
    let of_member = || {
        let settings = item.any("um_content_restriction");
        let on = settings.contains("_um_custom_access_settings\";b:1")
            || settings.contains("_um_custom_access_settings\";s:1:\"1\"");
        let all = settings.contains("_um_accessible\";s:1:\"0\"") || settings.contains("_um_accessible\";i:0");
        (on && !all).then_some("um_content_restriction")
    };
    let of_elementor = || {
        let data = item.hidden("_elementor_data");
        let widgets = data.split("\"widgetType\":\"").skip(1);
        let mut names = widgets.map(|rest| rest.split('"').next().unwrap_or_default());
        let guarding = |name: &str| words(name).any(|word| OF_FIELDS.contains(&word.as_str()));
        if data.contains("\"e_display_conditions\":[\"") {
            return Some("e_display_conditions");
        }
        names.any(guarding).then_some("_elementor_data")
    };
    found.or_else(of_member).or_else(of_elementor).map(|key| format!("{key}: …"))
}

/// Returns the shortcode or the block by which a part of a post was shown to some readers alone.
pub fn by_mark(html: &str, own: &Own<'_>) -> Option<String> {
    marked(html, own, &mut BTreeSet::new())
}

/// `seen` has the reusable blocks that were looked at: they may hold each other.
fn marked(html: &str, own: &Own<'_>, seen: &mut BTreeSet<u64>) -> Option<String> {
    let around = tags(html, Style::Bracketed).into_iter().find(|tag| tag.closing && guards(&tag.name));
    around.map(|tag| format!("[{}]", tag.name)).or_else(|| {
        let blocks = html.split("<!--").skip(1).filter_map(|rest| rest.trim_start().strip_prefix("wp:"));
        let blocks = blocks.filter_map(|rest| Some(rest.split_once("-->")?.0.trim()));
        let mut blocks = blocks.map(|block| (block.strip_suffix('/').unwrap_or(block).trim(), block.ends_with('/')));
        blocks.find_map(|(block, alone)| {
            let (name, data) = block.split_once(char::is_whitespace).unwrap_or((block, ""));
            let name = name.trim_start_matches("core/");
            // A collection of ordinary blocks has the word in the name of each.
            if !alone && !name.starts_with("premium/") && guards(name) {
                return Some(format!("wp:{name}"));
            }
            let data: Value = serde_json::from_str(data.trim()).unwrap_or_default();
            let used = data.get("ref").and_then(Value::as_u64).filter(|number| name == "block" && seen.insert(*number));
            let used = used.and_then(|number| own.blocks.get(&number.to_string()));
            setting(&data).or_else(|| marked(used?, own, seen))
        })
    })
}

/// The words of a name, in small letters.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_lowercase)
}

fn guards(name: &str) -> bool {
    // A box about a person of a team isn't for members.
    let of_team = words(name).any(|word| word == "team");
    !of_team && words(name).any(|word| OF_MARKS.contains(&word.as_str()))
        || OF_CHINESE_MARKS.iter().any(|word| name.contains(word))
}

fn is_everyone(value: &str) -> bool {
    // A reference to the field of Advanced Custom Fields that a value belongs to.
    let value = value.trim().to_ascii_lowercase();
    EVERYONE.contains(&value.as_str()) || value.starts_with("field_")
}

/// The name of the setting by which a block is shown to some readers alone.
fn setting(data: &Value) -> Option<String> {
    match data {
        Value::Object(settings) => settings.iter().find_map(|(key, value)| {
            let name = key.to_ascii_lowercase();
            let is_about = OF_SETTINGS.iter().any(|part| name.contains(part));
            if is_about && limits(&name, value) { Some(key.clone()) } else { setting(value) }
        }),
        Value::Array(items) => items.iter().find_map(setting),
        _ => None,
    }
}

/// Whether a setting's value keeps anyone out.
fn limits(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => false,
        // WordPress's own setting says whether the block is shown; others say whether they hide it.
        Value::Bool(yes) => *yes != (name == "blockvisibility"),
        Value::Number(number) => number.as_i64() != Some(0),
        Value::String(text) => !is_everyone(text),
        Value::Array(items) => !items.is_empty(),
        Value::Object(settings) => settings.iter().any(|(key, value)| limits(&key.to_ascii_lowercase(), value)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::url::SourcePath;

    fn mark(html: &str) -> Option<String> {
        let path = SourcePath::new("export.xml").unwrap();
        let hidden = "<!-- wp:group {\"metadata\":{\"blockVisibility\":false}} --><p>密</p><!-- /wp:group -->";
        let own = Own {
            address: "https://old.cn",
            files: &BTreeMap::new(),
            attachments: &BTreeMap::new(),
            blocks: &BTreeMap::from([("7".to_owned(), hidden.to_owned())]),
            uploads: &BTreeMap::new(),
            linked: &BTreeSet::new(),
            post: "5",
            path: &path,
            at: 0,
        };
        by_mark(html, &own)
    }

    #[test]
    fn a_text_for_some_readers_is_known_by_its_marks() {
        for html in [
            "公开[members_only]密[/members_only]",
            "[hide]回复后看[/hide]",
            "[restrict userlevel=\"author\"]密[/restrict]",
            "[is_logged_in]密[/is_logged_in]",
            "[回复可见]密[/回复可见]",
            "<!-- wp:jetpack/premium-content --><p>密</p><!-- /wp:jetpack/premium-content -->",
            "<!-- wp:paragraph {\"blockVisibility\":{\"hideBlock\":true}} --><p>密</p><!-- /wp:paragraph -->",
            "<!-- wp:paragraph {\"blockVisibility\":{\"controlSets\":[{\"id\":1}]}} --><p>密</p><!-- /wp:paragraph -->",
            "<!-- wp:group {\"loggedInUser\":true} --><p>密</p><!-- /wp:group -->",
            "<!-- wp:block {\"ref\":7} /-->",
            "<!-- wp:core/block {\"ref\":7} /-->",
            "<!--wp:block {\"ref\":7} /-->",
        ] {
            assert!(mark(html).is_some(), "{html}");
        }
        for html in [
            "<p>甲</p>[caption]<img src=\"a.png\"> 乙[/caption]",
            "[login_form] [hide] [1] [/1]",
            "[vc_team_member]李老师[/vc_team_member]",
            "<!-- wp:loginout /--><!-- wp:paragraph {\"align\":\"center\"} --><p>甲</p><!-- /wp:paragraph -->",
            "<!-- wp:group {\"metadata\":{\"blockVisibility\":true}} --><p>甲</p><!-- /wp:group -->",
            "<!-- wp:paragraph {\"blockVisibility\":{\"hideBlock\":false}} --><p>甲</p><!-- /wp:paragraph -->",
            "<!-- wp:block {\"ref\":8} /-->",
            "<!-- wp:-->",
        ] {
            assert_eq!(mark(html), None, "{html}");
        }
        assert_eq!(mark("[hide]密[/hide]").as_deref(), Some("[hide]"));
    }

    #[test]
    fn a_post_for_some_readers_is_known_by_its_fields() {
        let field = |key: &str, value: &str| {
            let mut item = ExportItem::default();
            if key.starts_with('_') {
                item.hidden.insert(key.to_owned(), value.to_owned());
            } else {
                item.meta.push((key.to_owned(), value.to_owned()));
            }
            by_field(&item)
        };
        for (key, value) in [
            ("_members_access_role", "subscriber"),
            ("_jetpack_newsletter_access", "paid_subscribers"),
            ("_wpmem_block", "1"),
            ("rcp_access_level", "3"),
            (
                "um_content_restriction",
                "a:2:{s:26:\"_um_custom_access_settings\";b:1;s:14:\"_um_accessible\";s:1:\"2\";}",
            ),
            ("_elementor_data", "[{\"settings\":{\"e_display_conditions\":[\"x\"]}}]"),
        ] {
            assert!(field(key, value).is_some(), "{key}: {value}");
        }
        for (key, value) in [
            ("access", "地铁二号线"),
            ("_access", "field_5f3a"),
            ("_jetpack_newsletter_access", "everybody"),
            ("_wpmem_block", "0"),
            ("_edit_lock", "1600000000:1"),
            ("um_content_restriction", "a:2:{s:26:\"_um_custom_access_settings\";b:0;}"),
        ] {
            assert_eq!(field(key, value), None, "{key}: {value}");
        }
        assert_eq!(field("_members_access_role", "vip").as_deref(), Some("_members_access_role: …"));
    }
}
