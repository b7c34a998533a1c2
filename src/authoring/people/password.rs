//! A password → its hash (argon2id with the parameters that its authors recommend), and back to whether it is the one.

use argon2::Argon2;
use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 8;
/// More bytes than anyone types; hashing more would only cost time.
const LONGEST_PASSWORD: usize = 1024;

/// Why a password isn't taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    Short,
    Long,
    /// It couldn't be hashed.
    Failed,
}

/// The hash of a password, as the text `$argon2id$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordHash(…)")
    }
}

impl PasswordHash {
    /// Hashes a password with a salt that no other password has.
    ///
    /// # Errors
    /// Why the password isn't taken.
    pub fn of(password: &str, salt: &[u8; 16]) -> Result<Self, PasswordFault> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(PasswordFault::Short);
        }
        if password.len() > LONGEST_PASSWORD {
            return Err(PasswordFault::Long);
        }
        let hash: phc::PasswordHash =
            Argon2::default().hash_password_with_salt(password.as_bytes(), salt).map_err(|_| PasswordFault::Failed)?;
        Ok(Self(hash.to_string()))
    }

    /// Takes the text of a hash; `None` if it is none of argon2id.
    pub fn parse(text: &str) -> Option<Self> {
        let hash = phc::PasswordHash::new(text).ok()?;
        let whole = hash.salt.is_some() && hash.hash.is_some();
        (whole && text.starts_with("$argon2id$")).then(|| Self(text.to_owned()))
    }

    /// Whether this is the password. It takes as long for a wrong one.
    pub fn fits(&self, password: &str) -> bool {
        if password.len() > LONGEST_PASSWORD {
            return false;
        }
        let hash = phc::PasswordHash::new(&self.0);
        hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits_its_hash() {
        let hash = PasswordHash::of("彩虹为什么是弯的", &[7; 16]).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert!(hash.fits("彩虹为什么是弯的") && !hash.fits("彩虹为什么是弯") && !hash.fits(""));
        assert_eq!(PasswordHash::parse(hash.as_str()), Some(hash.clone()));
        assert_ne!(PasswordHash::of("彩虹为什么是弯的", &[8; 16]).unwrap(), hash);
        assert_eq!(PasswordHash::of("短", &[0; 16]), Err(PasswordFault::Short));
        assert_eq!(PasswordHash::of(&"x".repeat(1025), &[0; 16]), Err(PasswordFault::Long));
        assert!(!format!("{hash:?}").contains("argon2id"));
    }
}
