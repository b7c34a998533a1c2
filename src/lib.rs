pub mod fingerprint;
pub mod url;
pub mod time;
pub mod diagnostic;
