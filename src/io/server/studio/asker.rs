//! Who asks: a person who has signed in to a shared studio, at a machine.

use std::net::IpAddr;

use crate::authoring::people::StudioRole;

/// A person who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    pub name: String,
    pub role: StudioRole,
    pub address: IpAddr,
}
