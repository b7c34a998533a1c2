//! A certificate and its key, as PEM → what a server needs to speak TLS.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// The certificate of a server, with its key.
#[derive(Clone)]
pub struct ServerCertificate(TlsAcceptor);

/// Why a certificate can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    NoCertificate,
    NoKey,
    /// They don't belong together, or are of a kind that isn't known; in the library's words.
    Unfit(String),
}

impl ServerCertificate {
    /// Takes the chain of certificates, the server's own first, and its private key.
    ///
    /// # Errors
    /// Why they can't be used. The key is in no message.
    pub fn new(chain: &[u8], key: &[u8]) -> Result<Self, CertificateFault> {
        let chain: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(chain).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty()).ok_or(CertificateFault::NoCertificate)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateFault::NoKey)?;
        let unfit = |error: rustls::Error| CertificateFault::Unfit(error.to_string());
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(unfit)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.0.clone()
    }
}

impl std::fmt::Debug for ServerCertificate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ServerCertificate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(kind: &str, bytes: &[u8]) -> String {
        use base64::Engine;
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
    }

    #[test]
    fn a_certificate_needs_its_own_key() {
        let made = || {
            let key = rcgen::KeyPair::generate().unwrap();
            let certificate = rcgen::CertificateParams::new(vec!["kepu.test".to_owned()]).unwrap();
            (pem("CERTIFICATE", certificate.self_signed(&key).unwrap().der()), pem("PRIVATE KEY", &key.serialize_der()))
        };
        let ((certificate, key), (_, other)) = (made(), made());
        assert!(ServerCertificate::new(certificate.as_bytes(), key.as_bytes()).is_ok());
        let fault = |chain: &str, key: &str| ServerCertificate::new(chain.as_bytes(), key.as_bytes()).unwrap_err();
        assert_eq!(fault("", &key), CertificateFault::NoCertificate);
        assert_eq!(fault(&key, &key), CertificateFault::NoCertificate);
        assert_eq!(fault(&certificate, &certificate), CertificateFault::NoKey);
        assert!(matches!(fault(&certificate, &other), CertificateFault::Unfit(_)));
    }
}
