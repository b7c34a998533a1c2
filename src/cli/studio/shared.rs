//! `kepu studio --shared`: where it listens, and what has to be there before it does.

use core::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
#[cfg(feature = "testing")]
use std::time::Duration;

use clap::Args;

use super::user;
use crate::authoring::people::{PasswordHash, People};
use crate::base::diagnostic::Language;
use crate::cli::terminal::say;
use crate::io::disk;
use crate::io::server::studio::{Reached, SessionLimits, Sessions, Sharing, host_name};
use crate::io::server::{CertificateFault, ServerCertificate};

#[derive(Args)]
pub struct SharingArguments {
    /// 几个人一起用：用名字和密码登录，先用 kepu studio user add 添加 · for several people, who sign in; add them by `kepu studio user add`
    #[arg(long)]
    shared: bool,
    /// 监听哪个地址；不是本机的，要有证书或代理 · the address to listen on; beyond this computer it takes a certificate or a proxy
    #[arg(long, requires = "shared", value_name = "ADDRESS")]
    bind: Option<IpAddr>,
    /// 浏览器里用哪个主机名打开，可写多次（缺省是监听的地址） · the host name in browsers; may be given several times (default: the address)
    #[arg(long, requires = "shared", value_name = "NAME", value_parser = host)]
    host: Vec<String>,
    /// TLS 证书（PEM，自己的在前） · the certificate for TLS, as PEM, with its chain
    #[arg(long, requires = "key", requires = "shared", value_name = "FILE")]
    cert: Option<PathBuf>,
    /// 证书的私钥（PEM） · the certificate's private key, as PEM
    #[arg(long, requires = "cert", value_name = "FILE")]
    key: Option<PathBuf>,
    /// 前面有说 TLS 的反向代理 · there is a reverse proxy in front, which speaks TLS
    #[arg(long, requires = "shared", conflicts_with = "cert")]
    behind_proxy: bool,
    /// 反向代理的地址，可写多次；编辑台只回应它（代理不在本机时要写） · the proxy's address, may be given several times: no other is answered (needed if the proxy isn't on this computer)
    #[arg(long, requires = "behind_proxy", value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
    /// 预览的端口（缺省从 1300 起找一个空闲的） · the preview's port (default: the first free one from 1300)
    #[arg(long, requires = "shared", value_name = "N")]
    preview_port: Option<u16>,
    /// For tests: how long a session lasts, and how long without use, in seconds.
    #[cfg(feature = "testing")]
    #[arg(long, hide = true, num_args = 2)]
    session_seconds: Vec<u64>,
}

/// How a studio is shared, once everything that it needs is there.
pub struct SharingPlan {
    pub address: IpAddr,
    pub names: Vec<String>,
    pub reached: Reached,
    proxies: Vec<IpAddr>,
    pub certificate: Option<ServerCertificate>,
    pub preview_port: Option<u16>,
    limits: SessionLimits,
    no_one: PasswordHash,
}

fn host(name: &str) -> Result<String, &'static str> {
    host_name(name).ok_or("takes a host name, as in kepu.example.org")
}

impl SharingArguments {
    /// Those of a studio that isn't shared.
    pub fn none() -> Self {
        Self {
            shared: false,
            bind: None,
            host: Vec::new(),
            cert: None,
            key: None,
            behind_proxy: false,
            proxy: Vec::new(),
            preview_port: None,
            #[cfg(feature = "testing")]
            session_seconds: Vec::new(),
        }
    }

    fn limits(&self) -> SessionLimits {
        #[cfg(feature = "testing")]
        if let [whole, idle] = self.session_seconds[..] {
            return SessionLimits { whole: Duration::from_secs(whole), idle: Duration::from_secs(idle) };
        }
        SessionLimits::default()
    }

    /// Returns how the studio is shared; `None` if it isn't.
    ///
    /// # Errors
    /// What is missing, in the user's language.
    pub fn plan(
        &self,
        root: &Path,
        language: Language,
        random: fn() -> Option<String>,
    ) -> Result<Option<SharingPlan>, String> {
        if !self.shared {
            return Ok(None);
        }
        let words = |zh: &str, en: &str| say(language, zh, en).to_owned();
        let address = self.bind.unwrap_or(Ipv4Addr::LOCALHOST.into());
        if !address.is_loopback() && self.cert.is_none() && !self.behind_proxy {
            return Err(words(
                &format!(
                    "没有证书，不在 {address} 上监听：密码会明文经过网络。\n怎么办：给证书 --cert 证书.pem --key 私钥.pem；前面有说 TLS 的反向代理，就写 --behind-proxy；只在这台电脑上用，就不写 --bind"
                ),
                &format!(
                    "it doesn't listen on {address} without a certificate: passwords would cross the network unencrypted.\nWhat to do: give one with --cert CERT.pem --key KEY.pem; say --behind-proxy if a reverse proxy in front speaks TLS; leave --bind out for this computer alone"
                ),
            ));
        }
        if !address.is_loopback() && self.behind_proxy && self.proxy.is_empty() {
            return Err(words(
                &format!(
                    "不知道代理的地址：在 {address} 上监听，别的机器能绕过代理，冒充任何来源。\n怎么办：写 --proxy 地址，如 --proxy 192.168.1.2；代理在这台电脑上，就不写 --bind"
                ),
                &format!(
                    "the proxy's address isn't known: on {address} other machines could go past the proxy and claim any origin.\nWhat to do: give --proxy ADDRESS, as in --proxy 192.168.1.2; leave --bind out if the proxy is on this computer"
                ),
            ));
        }
        if self.host.is_empty() && (address.is_unspecified() || self.behind_proxy) {
            return Err(words(
                "不知道浏览器里用哪个名字打开。\n怎么办：写 --host 名字，如 --host kepu.example.org",
                "it isn't known by which name browsers open it.\nWhat to do: give --host NAME, as in --host kepu.example.org",
            ));
        }
        if user::read(root, language)?.is_empty() {
            return Err(words(
                "还没有人可以登录。\n怎么办：先添加一个人，如 kepu studio user add 张三 --role admin",
                "there is no one who could sign in.\nWhat to do: add a person first, as in `kepu studio user add NAME --role admin`",
            ));
        }
        let certificate = self.certificate(language)?;
        let reached = match (&certificate, self.behind_proxy) {
            (_, true) => Reached::ByProxy,
            (Some(_), false) => Reached::ByTls,
            (None, false) => Reached::Plainly,
        };
        let no_one = no_one(random).ok_or_else(|| {
            words("系统给不出随机数，不能共用", "the system has no random numbers, so nothing is shared")
        })?;
        let (names, proxies) = (self.host.clone(), self.proxy.clone());
        let (preview_port, limits) = (self.preview_port, self.limits());
        Ok(Some(SharingPlan { address, names, reached, proxies, certificate, preview_port, limits, no_one }))
    }

    fn certificate(&self, language: Language) -> Result<Option<ServerCertificate>, String> {
        let (Some(chain), Some(key)) = (&self.cert, &self.key) else { return Ok(None) };
        let read = |file: &Path| disk::read_file(file).map_err(|fault| fault.message.get(language).to_owned());
        let (chain_bytes, key_bytes) = (read(chain)?, read(key)?);
        let made = ServerCertificate::new(chain_bytes.held(), key_bytes.held());
        made.map(Some).map_err(|fault| {
            let (chain, key) = (chain.display(), key.display());
            let (zh, en) = match fault {
                CertificateFault::NoCertificate => {
                    (format!("{chain} 里没有 PEM 证书"), format!("there is no certificate as PEM in {chain}"))
                }
                CertificateFault::NoKey => {
                    (format!("{key} 里没有 PEM 私钥"), format!("there is no private key as PEM in {key}"))
                }
                CertificateFault::Unfit(why) => {
                    (format!("{chain} 和 {key} 不能用：{why}"), format!("{chain} and {key} can't be used: {why}"))
                }
            };
            say(language, &zh, &en).to_owned()
        })
    }
}

impl SharingPlan {
    pub fn sessions(&self, random: fn() -> Option<String>) -> Sessions {
        Sessions::new(self.limits, random)
    }

    /// What the server needs. People are read from the disk each time, so that one who was removed is out at once.
    pub fn sharing(self, root: PathBuf, language: Language, sessions: Sessions) -> Sharing {
        Sharing {
            names: self.names,
            reached: self.reached,
            proxies: self.proxies,
            sessions,
            people: Box::new(people_of(root, language)),
            no_one: self.no_one,
        }
    }
}

/// Reads who may sign in; `None` where the list can't be read, as in a moment with too many open files.
pub fn people_of(root: PathBuf, language: Language) -> impl Fn() -> Option<People> + Send + Sync + 'static {
    move || user::read(&root, language).ok()
}

/// The hash of a password that was never given to anyone.
fn no_one(random: fn() -> Option<String>) -> Option<PasswordHash> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).ok()?;
    PasswordHash::of(&random()?, &salt).ok()
}
