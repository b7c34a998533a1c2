//! How one file of a theme names another.

/// An address as a file writes it → from the site's root.
pub fn resolved(path: &str, origin: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = origin.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The address of a file as seen from another, both from the site's root.
pub fn relative(target: &str, from: &str) -> String {
    let common = target.bytes().zip(from.bytes()).take_while(|(one, other)| one == other).count();
    let common = target[..common].rfind('/').map_or(0, |slash| slash + 1);
    "../".repeat(from[common..].matches('/').count()) + &target[common..]
}
