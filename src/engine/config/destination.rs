//! Reads `deploy` of `site.yaml`: the [`Destination`]s of the finished site.
//!
//! It holds no credentials, because the file is shared. A key in it is an error.

use crate::base::diagnostic::{Location, messages};
use crate::base::text::did_you_mean;
use crate::base::yaml::Node;
use crate::config::settings::Settings;

/// A target that the site can be deployed to.
#[derive(Clone, Debug)]
pub struct Destination {
    pub name: String,
    pub service: Service,
    /// The location in `site.yaml`.
    pub at: Location,
}

/// The service that receives the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    Bucket(Bucket),
    Sftp {
        host: String,
        user: Option<String>,
        path: String,
        known_hosts: KnownHosts,
    },
    Webdav {
        url: String,
        path: String,
    },
    Ftp {
        url: String,
        path: String,
    },
    /// A local or mounted folder; a relative path starts at the site's root.
    Folder {
        path: String,
    },
    Git {
        remote: String,
        branch: String,
    },
}

/// A bucket of an object store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub provider: Provider,
    pub bucket: String,
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// The folder in the bucket; empty for the whole bucket.
    pub path: String,
    /// Whether the address is `https://BUCKET.HOST/` instead of `https://HOST/BUCKET/`.
    pub virtual_host: bool,
}

/// The API of a bucket's provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The API of Amazon, which many others implement as well.
    S3,
    /// 阿里云.
    Oss,
    /// 腾讯云.
    Cos,
    /// 华为云.
    Obs,
}

/// What to do if a host's key isn't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownHosts {
    Strict,
    /// Stores the key of a host at the first connection.
    Add,
    /// Accepts any key.
    Accept,
}

impl KnownHosts {
    pub const ALL: [(&'static str, Self); 3] = [("strict", Self::Strict), ("add", Self::Add), ("accept", Self::Accept)];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

impl Service {
    pub const NAMES: [&'static str; 9] = ["s3", "oss", "cos", "obs", "sftp", "webdav", "ftp", "folder", "git"];

    /// Describes the destination for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Bucket(Bucket { bucket, endpoint, path, .. }) => {
                let at = endpoint.as_deref().map(|endpoint| format!(" ({endpoint})")).unwrap_or_default();
                format!("{bucket}/{path}{at}")
            }
            Self::Sftp { host, path, .. } => format!("sftp://{host}/{}", path.trim_start_matches('/')),
            Self::Webdav { url, path } | Self::Ftp { url, path } => {
                format!("{}/{}", url.trim_end_matches('/'), path.trim_start_matches('/'))
            }
            Self::Folder { path } => path.clone(),
            Self::Git { remote, branch } => format!("{remote} ({branch})"),
        }
    }

    /// Returns the names of the credentials that it needs; none if the system provides them.
    pub fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Bucket(_) => &["access_key_id", "secret_access_key", "session_token"],
            Self::Sftp { .. } => &["key_file"],
            Self::Webdav { .. } => &["user", "password", "token"],
            Self::Ftp { .. } => &["user", "password"],
            Self::Folder { .. } | Self::Git { .. } => &[],
        }
    }
}

/// Names of credentials in the settings of any service.
const KEYS: [&str; 14] = [
    "access_key_id",
    "secret_access_key",
    "access_key",
    "access_key_secret",
    "secret_id",
    "secret_key",
    "secret",
    "session_token",
    "security_token",
    "token",
    "password",
    "passphrase",
    "private_key",
    "key_file",
];

/// Reads `deploy`, in source order.
pub fn read(settings: &mut Settings<'_>) -> Vec<Destination> {
    let mut destinations = Vec::new();
    for (key, node) in settings.map("deploy") {
        let at = settings.at(key.span);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if key.text.is_empty() || !key.text.chars().all(plain) {
            let (zh, en) =
                ("目标的名字只用小写字母、数字、- 和 _", "a target's name has lower-case letters, digits, - and _");
            settings.report(messages::setting_value(&key.text, zh, en).at(at));
            continue;
        }
        if holds_key(settings, &key.text, node) {
            continue;
        }
        let inner = settings.of(node, format!("deploy.{}", key.text));
        destinations.extend(service(inner).map(|service| Destination { name: key.text.clone(), service, at }));
    }
    destinations
}

/// Reports credentials in a file that is shared. The diagnostic names only the file: with a span, it would show the
/// line.
fn holds_key(settings: &mut Settings<'_>, target: &str, node: &Node) -> bool {
    let Some(map) = node.as_map() else { return false };
    let mut found = false;
    for (key, value) in &map.entries {
        let within = value.as_text().is_some_and(password_within);
        if KEYS.contains(&key.text.as_str()) || within {
            let place = format!("deploy.{target}.{}", key.text);
            let file = Location { span: None, ..settings.at(key.span) };
            settings.report(messages::key_in_config(&place).at(file));
            found = true;
        }
    }
    found
}

/// Returns whether an address contains a password, as in `https://user:password@host/`.
fn password_within(text: &str) -> bool {
    let authority = text.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    authority.and_then(|authority| authority.rsplit_once('@')).is_some_and(|(who, _)| who.contains(':'))
}

fn service(mut settings: Settings<'_>) -> Option<Service> {
    let to_at = settings.node("to");
    let to = settings.required_text("to");
    let path = settings.text("path");
    let folder = path.clone().unwrap_or_default();
    let service = match to.as_deref() {
        Some("s3") => bucket(&mut settings, Provider::S3, folder),
        Some("oss") => bucket(&mut settings, Provider::Oss, folder),
        Some("cos") => bucket(&mut settings, Provider::Cos, folder),
        Some("obs") => bucket(&mut settings, Provider::Obs, folder),
        Some("sftp") => {
            let (host, user) = (operand(&mut settings, "host"), settings.text("user"));
            let known_hosts = known_hosts(&mut settings);
            let path = path.or_else(|| {
                settings.missing("path");
                None
            });
            host.zip(path).map(|(host, path)| Service::Sftp { host, user, path, known_hosts })
        }
        Some("webdav") => settings.required_text("url").map(|url| Service::Webdav { url, path: folder }),
        Some("ftp") => settings.required_text("url").map(|url| Service::Ftp { url, path: folder }),
        Some("folder") => {
            if path.is_none() {
                settings.missing("path");
            }
            path.map(|path| Service::Folder { path })
        }
        Some("git") => {
            let branch = settings.text("branch").unwrap_or_else(|| "gh-pages".to_owned());
            operand(&mut settings, "remote").map(|remote| Service::Git { remote, branch })
        }
        Some(other) => {
            if let Some(node) = to_at {
                let known = Service::NAMES.join(", ");
                let meant = did_you_mean(other, Service::NAMES);
                let (zh, en) = (format!("可选：{known}"), format!("choose among: {known}"));
                let at = settings.location(node);
                settings.report(messages::setting_value("to", &zh, &en).meant(meant).at(at));
            }
            return None;
        }
        None => return None,
    };
    settings.finish();
    service
}

/// A required text that another program gets for an argument. One that it could take for an option is refused: options of
/// git and OpenSSH run commands.
fn operand(settings: &mut Settings<'_>, key: &'static str) -> Option<String> {
    let node = settings.node(key);
    let text = settings.required_text(key)?;
    // OpenSSH is given the host alone, which stands behind the scheme and the user.
    let address = text.split_once("://").map_or(&*text, |(_, address)| address);
    let authority = address.split('/').next().unwrap_or_default();
    if text.starts_with('-') || authority.split('@').any(|part| part.starts_with('-')) {
        if let Some(node) = node {
            settings.wrong(
                key,
                node,
                "不能以 - 开头，否则会被当成选项",
                "no - at its beginning, or it would be taken for an option",
            );
        }
        return None;
    }
    Some(text)
}

fn bucket(settings: &mut Settings<'_>, provider: Provider, path: String) -> Option<Service> {
    let bucket = settings.required_text("bucket");
    let endpoint_wanted = provider != Provider::S3;
    let endpoint = if endpoint_wanted { settings.required_text("endpoint") } else { settings.text("endpoint") };
    let region = settings.text("region");
    let virtual_host = settings.bool("virtual_host").unwrap_or(false);
    if endpoint.is_none() && endpoint_wanted {
        return None;
    }
    Some(Service::Bucket(Bucket { provider, bucket: bucket?, endpoint, region, path, virtual_host }))
}

fn known_hosts(settings: &mut Settings<'_>) -> KnownHosts {
    let node = settings.node("known_hosts");
    let name = settings.text("known_hosts");
    let known = name.as_deref().and_then(|name| KnownHosts::ALL.iter().find(|(known, _)| *known == name));
    if let (Some(node), None) = (node, known) {
        let names = KnownHosts::ALL.map(|(name, _)| name).join(", ");
        settings.wrong("known_hosts", node, &format!("可选：{names}"), &format!("choose among: {names}"));
    }
    known.map_or(KnownHosts::Strict, |(_, known)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::url::SourcePath;
    use crate::base::yaml;

    fn read_text(text: &str) -> (Vec<Destination>, Vec<Diagnostic>) {
        let node = yaml::parse(text, 0).unwrap();
        let path = SourcePath::new("site.yaml").unwrap();
        let mut diagnostics = Vec::new();
        let found = read(&mut Settings::new(&node, &path, "site.yaml", &mut diagnostics));
        (found, diagnostics)
    }

    #[test]
    fn every_service_is_read() {
        let text = "deploy:\n  a: {to: s3, bucket: b, region: cn-north-1, path: p}\n  b: {to: oss, bucket: b, endpoint: https://oss.example.org}\n  c: {to: sftp, host: web.example.org, user: u, path: /srv/www, known_hosts: add}\n  d: {to: webdav, url: https://dav.example.org}\n  e: {to: ftp, url: ftp://ftp.example.org}\n  f: {to: folder, path: ../www}\n  g: {to: git, remote: ../pages.git}\n";
        let (found, reported) = read_text(text);
        assert!(reported.is_empty(), "{reported:?}");
        let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e", "f", "g"]);
        assert_eq!(found[6].service, Service::Git { remote: "../pages.git".to_owned(), branch: "gh-pages".to_owned() });
    }

    #[test]
    fn faults_are_reported() {
        for (text, codes) in [
            ("deploy: {a: {to: s4, bucket: b}}", vec!["E0104"]),
            ("deploy: {a: {to: s3, bucket: b, regoin: x}}", vec!["E0103"]),
            ("deploy: {a: {to: oss, bucket: b}}", vec!["E0105"]),
            ("deploy: {A b: {to: folder, path: x}}", vec!["E0104"]),
            ("deploy: {a: {bucket: b}}", vec!["E0105"]),
            ("deploy: {a: {to: git, remote: '--upload-pack=touch pwn;', branch: '.'}}", vec!["E0104"]),
            ("deploy: {a: {to: git, remote: 'ssh://-oProxyCommand=touch pwn/'}}", vec!["E0104"]),
            ("deploy: {a: {to: git, remote: 'git@-oProxyCommand=touch pwn:x'}}", vec!["E0104"]),
            ("deploy: {a: {to: sftp, host: -oProxyCommand=touch pwn, path: /}}", vec!["E0104"]),
            ("deploy: {a: {to: sftp, host: 'a@b@-oProxyCommand=touch pwn', path: /}}", vec!["E0104"]),
            ("deploy: {a: {to: git, remote: 'git@example.org:office/-a@-b.git'}}", vec![]),
            ("deploy: {a: {to: s3, bucket: b, secret_access_key: x}}", vec!["E1203"]),
            ("deploy: {a: {to: webdav, url: 'https://u:p@dav.example.org/'}}", vec!["E1203"]),
        ] {
            let reported: Vec<&str> = read_text(text).1.iter().map(|diagnostic| diagnostic.code.0).collect();
            assert_eq!(reported, codes, "{text}");
        }
    }

    #[test]
    fn a_key_is_reported_without_being_shown() {
        let (_, reported) = read_text("deploy: {a: {to: s3, bucket: b, secret_access_key: abc123xyz}}");
        assert!(!format!("{reported:?}").contains("abc123xyz"));
    }
}
