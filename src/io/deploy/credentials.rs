//! A target's credentials, from the environment or from a file outside the site. They are never printed.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::base::yaml;
use crate::config::destination::{Bucket, Destination, Provider, Service};

/// A secret string that `Debug` doesn't print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the secret itself, to send it to the service.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// A target's credentials by key.
#[derive(Clone, Debug, Default)]
pub struct Credentials(BTreeMap<&'static str, Secret>);

impl Credentials {
    /// Reads each key from the environment, or else from the file.
    ///
    /// # Errors
    /// One diagnostic for missing keys, or for a file that can't be parsed.
    pub fn find(
        destination: &Destination,
        environment: &dyn Fn(&str) -> Option<String>,
        file: Option<(&str, &str)>,
    ) -> Result<Self, Diagnostic> {
        let mut found = match file {
            Some((name, text)) => from_file(destination, name, text)?,
            None => BTreeMap::new(),
        };
        for key in destination.service.keys() {
            let value = environment(&variable(&destination.name, key)).or_else(|| {
                amazon(&destination.service, key).and_then(environment).filter(|_| !found.contains_key(key))
            });
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                found.insert(*key, Secret::new(value));
            }
        }
        let needed: &[&str] = match destination.service {
            Service::Bucket(_) => &["access_key_id", "secret_access_key"],
            _ => &[],
        };
        let missing: Vec<String> =
            needed.iter().filter(|key| !found.contains_key(*key)).map(|key| variable(&destination.name, key)).collect();
        if !missing.is_empty() {
            return Err(messages::credentials_missing(&destination.name, &missing.join(", ")));
        }
        Ok(Self(found))
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(Secret::expose)
    }

    /// Redacts the secrets from a service's error message.
    pub fn scrub(&self, text: &str) -> String {
        // A user name is no secret, and may be a word of the message.
        let secrets = self.0.iter().filter(|(key, secret)| !matches!(**key, "user" | "key_file") && secret.0.len() > 3);
        secrets.fold(text.to_owned(), |text, (_, secret)| text.replace(&secret.0, "(…)"))
    }
}

/// Returns the environment variable's name: `KEPU_DEPLOY_`, the target and the key, in capitals.
fn variable(target: &str, key: &str) -> String {
    format!("KEPU_DEPLOY_{target}_{key}").to_uppercase().replace('-', "_")
}

/// Returns the environment variable that the AWS tools use for a key.
fn amazon(service: &Service, key: &str) -> Option<&'static str> {
    let Service::Bucket(Bucket { provider: Provider::S3, .. }) = service else { return None };
    match key {
        "access_key_id" => Some("AWS_ACCESS_KEY_ID"),
        "secret_access_key" => Some("AWS_SECRET_ACCESS_KEY"),
        "session_token" => Some("AWS_SESSION_TOKEN"),
        _ => None,
    }
}

fn from_file(destination: &Destination, name: &str, text: &str) -> Result<BTreeMap<&'static str, Secret>, Diagnostic> {
    // The parser's message is dropped: it may quote the file, which consists of secrets.
    let unreadable = |zh: &str, en: &str| messages::credentials_unreadable(name, zh, en);
    let node = yaml::parse(text, 0).map_err(|_| unreadable("不是 YAML", "it isn't YAML"))?;
    let whole = node.as_map().ok_or_else(|| unreadable("应是一组键值", "expected a map"))?;
    let mut found = BTreeMap::new();
    let Some(own) = whole.get(&destination.name) else { return Ok(found) };
    let of = &destination.name;
    let own = own
        .as_map()
        .ok_or_else(|| unreadable(&format!("{of} 下面应是一组键值"), &format!("expected a map below `{of}`")))?;
    // Half of a password would be sent, and the service would say that it is wrong.
    let cuts = yaml::cuts(text, 0, &node);
    let known = destination.service.keys();
    for (key, value) in &own.entries {
        if cuts.iter().any(|cut| cut.span.start == value.span.start || cut.span.start == key.span.end + 1) {
            let key = &key.text;
            return Err(unreadable(
                &format!("{of}.{key} 的值里有空格加 #，后面的会当作注释；整个值要加引号"),
                &format!(
                    "{of}.{key} has a blank and a #, behind which everything is a comment; put the value in quotes"
                ),
            ));
        }
        let Some(known_key) = known.iter().find(|known| **known == key.text) else {
            let all = known.join(", ");
            let (zh, en) = (
                format!("{of} 没有“{}”，可用：{all}", key.text),
                format!("{of} has no key `{}`; valid keys: {all}", key.text),
            );
            return Err(unreadable(&zh, &en).meant(did_you_mean(&key.text, known.iter().copied())));
        };
        let text = value.as_text().ok_or_else(|| {
            let key = &key.text;
            unreadable(&format!("{of}.{key} 应是文字"), &format!("{of}.{key} must be a string"))
        })?;
        found.insert(*known_key, Secret::new(text.trim()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Location;
    use crate::base::url::SourcePath;

    fn bucket() -> Destination {
        let service = Service::Bucket(Bucket {
            provider: Provider::S3,
            bucket: "b".to_owned(),
            endpoint: None,
            region: None,
            path: String::new(),
            virtual_host: false,
        });
        let at = Location::file(&SourcePath::new("site.yaml").unwrap());
        Destination { name: "my-site".to_owned(), service, at }
    }

    #[test]
    fn the_environment_comes_before_the_file_and_its_own_names_before_amazon_s() {
        let environment = |name: &str| match name {
            "KEPU_DEPLOY_MY_SITE_ACCESS_KEY_ID" => Some("own".to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SESSION_TOKEN" => Some("amazon".to_owned()),
            _ => None,
        };
        let file = "my-site: {access_key_id: file, secret_access_key: file-secret}\nother: {x: y}\n";
        let found = Credentials::find(&bucket(), &environment, Some(("keys.yaml", file))).unwrap();
        assert_eq!(found.get("access_key_id"), Some("own"));
        assert_eq!(found.get("secret_access_key"), Some("file-secret"));
        assert_eq!(found.get("session_token"), Some("amazon"));
    }

    #[test]
    fn nothing_shows_a_key() {
        let file = "my-site: {access_key_id: AKIDVISIBLE, secret_access_key: deep-secret}";
        let found = Credentials::find(&bucket(), &|_| None, Some(("keys.yaml", file))).unwrap();
        assert!(!format!("{found:?}").contains("deep-secret"));
        assert_eq!(found.scrub("signature of deep-secret is wrong"), "signature of (…) is wrong");
        for wrong in ["my-site: [deep-secret", "my-site: {secret_key: deep-secret}", "my-site: deep-secret"] {
            let fault = Credentials::find(&bucket(), &|_| None, Some(("keys.yaml", wrong))).unwrap_err();
            assert_eq!(fault.code.0, "E1205");
            assert!(!format!("{fault:?}").contains("deep-secret"), "{fault:?}");
        }
    }

    #[test]
    fn half_a_password_is_no_password() {
        let file = "my-site:\n  access_key_id: AK\n  secret_access_key: deep #secret\n";
        let fault = Credentials::find(&bucket(), &|_| None, Some(("keys.yaml", file))).unwrap_err();
        assert!(fault.code.0 == "E1205" && fault.message.zh.contains("my-site.secret_access_key"), "{fault:?}");
        assert!(!format!("{fault:?}").contains("deep"), "{fault:?}");
        let quoted = file.replace("deep #secret", "\"deep #secret\"  # a note");
        let found = Credentials::find(&bucket(), &|_| None, Some(("keys.yaml", &quoted))).unwrap();
        assert_eq!(found.get("secret_access_key"), Some("deep #secret"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let fault = Credentials::find(&bucket(), &|_| None, None).unwrap_err();
        assert!(fault.message.en.contains("KEPU_DEPLOY_MY_SITE_SECRET_ACCESS_KEY"), "{}", fault.message.en);
    }
}
