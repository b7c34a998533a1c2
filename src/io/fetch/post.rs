//! One message to an address that a site names: a webhook.

use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::base::diagnostic::Cause;

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a message as JSON.
///
/// # Errors
/// Why it didn't arrive.
pub fn post(address: &str, json: &[u8]) -> Result<(), Cause> {
    let config = Agent::config_builder()
        .user_agent(format!("kepu/{}", env!("CARGO_PKG_VERSION")))
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build());
    let agent: Agent = config.build().into();
    match agent.post(address).content_type("application/json").send(json) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(Cause::said(format!("HTTP {}", answer.status().as_u16()))),
        Err(error) => Err(Cause::said(error.to_string())),
    }
}
