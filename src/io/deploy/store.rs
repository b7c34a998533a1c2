//! A destination and what opens it → something that takes files, with patience for what is temporary.

use std::path::Path;
use std::time::Duration;

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::services::{Cos, Fs, Ftp, Obs, Oss, S3, Webdav};
use opendal::{Builder, HttpTransporter, Operator};
use opendal_http_transport_reqwest::ReqwestTransport;

use super::credentials::Credentials;
use super::fault::Faults;
use super::patience::Patient;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::config::destination::{Bucket, Provider, Service};
use crate::io::disk;

/// What a service can do, as far as the order of steps depends on it.
pub struct Store {
    pub operator: Operator,
    /// Files at once.
    pub at_once: usize,
    /// Keeps headers with files, and shows no file before it is whole: files are written in their place.
    /// The others write beside and move.
    pub in_place: bool,
    pub headers: bool,
    /// Content codings among the headers.
    pub encodings: bool,
    /// Has folders that stay behind when they are empty.
    pub folders: bool,
}

/// For a question and its answer.
const ANSWER: Duration = Duration::from_secs(60);
/// For a piece of a file.
const PIECE: Duration = Duration::from_secs(60);
const TRIES: usize = 5;

impl Store {
    /// # Errors
    /// One diagnostic for settings that the service doesn't take.
    pub fn open(service: &Service, root: &Path, faults: &Faults<'_>) -> Result<Self, Diagnostic> {
        let keys = faults.credentials;
        let operator = match service {
            Service::Bucket(bucket) => {
                let give = |name| keys.get(name).unwrap_or_default();
                open_bucket(bucket, give("access_key_id"), give("secret_access_key"), keys.get("session_token"))
            }
            Service::Webdav { url, path } => {
                let mut builder = Webdav::default().endpoint(url.trim_end_matches('/')).root(path);
                builder = builder.username(keys.get("user").unwrap_or_default());
                builder = builder.password(keys.get("password").unwrap_or_default());
                new(builder.token(keys.get("token").unwrap_or_default()))
            }
            Service::Ftp { url, path } => {
                let builder = Ftp::default().endpoint(url).root(path);
                let builder = builder.user(keys.get("user").unwrap_or("anonymous"));
                new(builder.password(keys.get("password").unwrap_or_default()))
            }
            Service::Folder { path } => {
                let folder = root.join(path);
                if !disk::is_folder(&folder) {
                    return Err(messages::deploy_no_place(faults.target, &folder.to_string_lossy()));
                }
                new(Fs::default().root(&folder.to_string_lossy()))
            }
            Service::Sftp { .. } => sftp(service, keys),
            // A branch is no store: see `git`.
            Service::Git { .. } => Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "git")),
        };
        let operator = operator.map_err(|error| faults.told(&error))?;
        let patient = TimeoutLayer::new().with_timeout(ANSWER).with_io_timeout(PIECE);
        let again = RetryLayer::new().with_max_times(TRIES).with_min_delay(Duration::from_millis(200)).with_jitter();
        let operator = operator.layer(patient).layer(again.with_max_delay(Duration::from_secs(10)));
        let capability = operator.info().capability();
        let object_store = matches!(service, Service::Bucket(_));
        Ok(Self {
            at_once: match service {
                Service::Bucket(_) => 16,
                Service::Folder { .. } | Service::Webdav { .. } => 8,
                // Each has a connection of its own, and servers allow a few.
                _ => 4,
            },
            in_place: !capability.rename,
            headers: capability.write_with_content_type && capability.write_with_cache_control,
            encodings: capability.write_with_content_encoding,
            folders: !object_store,
            operator,
        })
    }
}

fn new<B: Builder>(builder: B) -> opendal::Result<Operator> {
    let operator = Operator::new(builder)?;
    let client = reqwest::Client::builder()
        .user_agent(format!("kepu/{}", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(15))
        .pool_max_idle_per_host(32)
        .build()
        .map_err(|error| opendal::Error::new(opendal::ErrorKind::Unexpected, error.to_string()))?;
    let context = operator.context().with_http_transport(HttpTransporter::new(Patient(ReqwestTransport::new(client))));
    Ok(operator.with_context(context))
}

fn open_bucket(at: &Bucket, id: &str, secret: &str, token: Option<&str>) -> opendal::Result<Operator> {
    let endpoint = at.endpoint.as_deref().unwrap_or_default();
    match at.provider {
        Provider::S3 => {
            // Whatever else this machine has of keys is not meant for this site.
            let mut builder =
                S3::default().bucket(&at.bucket).root(&at.path).disable_config_load().disable_ec2_metadata();
            builder = builder.endpoint(endpoint).region(at.region.as_deref().unwrap_or("us-east-1"));
            builder = builder.access_key_id(id).secret_access_key(secret).session_token(token.unwrap_or_default());
            new(if at.virtual_host { builder.enable_virtual_host_style() } else { builder })
        }
        Provider::Oss => {
            let builder = Oss::default().bucket(&at.bucket).root(&at.path).endpoint(endpoint);
            let builder = builder.access_key_id(id).access_key_secret(secret);
            new(match token {
                Some(token) => builder.security_token(token),
                None => builder,
            })
        }
        Provider::Cos => {
            let builder = Cos::default().bucket(&at.bucket).root(&at.path).endpoint(endpoint).disable_config_load();
            let builder = builder.secret_id(id).secret_key(secret);
            new(match token {
                Some(token) => builder.security_token(token),
                None => builder,
            })
        }
        Provider::Obs => {
            let builder = Obs::default().bucket(&at.bucket).root(&at.path).endpoint(endpoint);
            new(builder.access_key_id(id).secret_access_key(secret))
        }
    }
}

/// Runs OpenSSH, which brings its own keys, agent and configuration.
#[cfg(unix)]
fn sftp(service: &Service, keys: &Credentials) -> opendal::Result<Operator> {
    let Service::Sftp { host, user, path, known_hosts } = service else {
        return Err(opendal::Error::new(opendal::ErrorKind::ConfigInvalid, "sftp"));
    };
    // A port is understood in an address only.
    let endpoint = if host.contains("://") { host.clone() } else { format!("ssh://{host}") };
    let builder = opendal::services::Sftp::default().endpoint(&endpoint).root(path);
    let builder = builder.user(user.as_deref().unwrap_or_default()).key(keys.get("key_file").unwrap_or_default());
    new(builder.known_hosts_strategy(known_hosts.name()))
}

#[cfg(not(unix))]
fn sftp(_: &Service, _: &Credentials) -> opendal::Result<Operator> {
    Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "SFTP needs OpenSSH, which is used under Unix alone"))
}
