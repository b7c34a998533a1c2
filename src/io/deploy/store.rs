//! Opens a target as an OpenDAL operator, with timeouts and retries.

use std::path::Path;
use std::time::Duration;

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::services::{Cos, Fs, Ftp, Obs, Oss, S3, Webdav};
use opendal::{Builder, HttpTransporter, Operator};
use opendal_http_transport_reqwest::ReqwestTransport;

use super::credentials::Credentials;
use super::fault::Faults;
use super::retry::RetryBusy;
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::config::destination::{Bucket, Provider, Service};
use crate::io::disk;

/// An operator and the capabilities of its service.
pub struct Store {
    pub operator: Operator,
    /// How many files are transferred in parallel.
    pub concurrency: usize,
    /// Files are written directly to their path, because the service shows a file only when it is complete. Other
    /// services write to a temporary path and rename.
    pub in_place: bool,
    pub headers: bool,
    /// Stores `Content-Encoding` as well.
    pub encodings: bool,
    /// Has real folders, which remain when they are empty.
    pub folders: bool,
}

/// The timeout of a request without a body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// The timeout of one read or write of a file's part.
const PART_TIMEOUT: Duration = Duration::from_secs(60);
const RETRIES: usize = 5;

impl Store {
    /// Opens the service of a target.
    ///
    /// # Errors
    /// One diagnostic for settings that the service doesn't accept.
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
                    let folder = folder.to_string_lossy();
                    return Err(messages::deploy_no_place(faults.target, Cause::new(&folder, &folder)));
                }
                new(Fs::default().root(&folder.to_string_lossy()))
            }
            Service::Sftp { .. } => sftp(service, keys),
            // A git branch isn't a store: see `git`.
            Service::Git { .. } => Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "git")),
        };
        let operator = operator.map_err(|error| faults.diagnostic(&error))?;
        let timeout = TimeoutLayer::new().with_timeout(REQUEST_TIMEOUT).with_io_timeout(PART_TIMEOUT);
        let retry = RetryLayer::new().with_max_times(RETRIES).with_min_delay(Duration::from_millis(200)).with_jitter();
        let operator = operator.layer(timeout).layer(retry.with_max_delay(Duration::from_secs(10)));
        let capability = operator.info().capability();
        let object_store = matches!(service, Service::Bucket(_));
        Ok(Self {
            concurrency: match service {
                Service::Bucket(_) => 16,
                Service::Folder { .. } | Service::Webdav { .. } => 8,
                // Each transfer has its own connection, and servers allow only a few.
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
    let context =
        operator.context().with_http_transport(HttpTransporter::new(RetryBusy(ReqwestTransport::new(client))));
    Ok(operator.with_context(context))
}

fn open_bucket(at: &Bucket, id: &str, secret: &str, token: Option<&str>) -> opendal::Result<Operator> {
    let endpoint = at.endpoint.as_deref().unwrap_or_default();
    match at.provider {
        Provider::S3 => {
            // Other credentials on this machine aren't meant for this site.
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

/// Opens SFTP through OpenSSH, which uses its own keys, agent and configuration.
#[cfg(unix)]
fn sftp(service: &Service, keys: &Credentials) -> opendal::Result<Operator> {
    let Service::Sftp { host, user, path, known_hosts } = service else {
        return Err(opendal::Error::new(opendal::ErrorKind::ConfigInvalid, "sftp"));
    };
    // A port is only parsed in a URL.
    let endpoint = if host.contains("://") { host.clone() } else { format!("ssh://{host}") };
    let builder = opendal::services::Sftp::default().endpoint(&endpoint).root(path);
    let builder = builder.user(user.as_deref().unwrap_or_default()).key(keys.get("key_file").unwrap_or_default());
    new(builder.known_hosts_strategy(known_hosts.name()))
}

#[cfg(not(unix))]
fn sftp(_: &Service, _: &Credentials) -> opendal::Result<Operator> {
    Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "SFTP needs OpenSSH, which is only supported on Unix"))
}
