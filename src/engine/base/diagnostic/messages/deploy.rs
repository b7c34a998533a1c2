//! 12: deployment.

use crate::base::diagnostic::Cause;

super::messages! {
    E1201 no_deploy_target() {
        title: "没有写明发布到哪里", "no deployment target";
        message: "site.yaml 没有写明发布到哪里", "site.yaml has no deployment target";
        help: "加上 deploy，如 deploy: {{www: {{to: folder, path: ../www}}}}", "add `deploy`, such as `deploy: {{www: {{to: folder, path: ../www}}}}`";
        explain: "kepu deploy 把网站发布到 site.yaml 的 deploy 里写明的目标：对象存储、SFTP、WebDAV、FTP、目录或 git 分支。", "`kepu deploy` uploads the site to a target that is declared under `deploy` in site.yaml: an object store, SFTP, WebDAV, FTP, a folder or a git branch.";
    }

    E1202 choose_deploy_target(known: &str) {
        title: "没有选定发布目标", "no target was chosen";
        message: "有几个发布目标，没有说用哪一个：{known}", "there are several targets, choose one: {known}";
        help: "写上名字，如 kepu deploy 名字", "give its name, as in `kepu deploy NAME`";
        explain: "site.yaml 里只有一个目标时可以省略名字，有几个时要写明。", "The name is optional if site.yaml has only one target, and required if it has several.";
    }

    E1203 key_in_config(place: &str) {
        title: "密钥写在 site.yaml 里", "a secret in site.yaml";
        message: "{place} 是密钥或密码，不能写在 site.yaml 里", "{place} is a key or a password, which must not be in site.yaml";
        help: "删去它，并且作废这个密钥：它可能已在版本库里。改用环境变量或网站以外的文件（--credentials）", "remove it, and revoke the key, as it may be in the repository's history; use the environment or a file outside the site (--credentials)";
        explain: "site.yaml 会进版本库、被转交、被备份，谁拿到它，谁就能改网站。密钥只从环境变量读取，或从 --credentials 指定的、网站目录以外的文件读取。出错时不显示密钥所在的那一行。", "site.yaml gets into repositories and backups, and anyone with the key can change the site. Keys are read from the environment, or from a file outside the site given by --credentials. The source line isn't printed, because it contains the key.";
    }

    E1204 credentials_inside(path: &str, root: &str) {
        title: "密钥文件在网站目录里", "credentials file inside the site";
        message: "密钥文件 {path} 在 {root} 里面", "the credentials file {path} is inside {root}";
        help: "移到网站目录和版本库以外，如主目录下", "move it out of the site and its repository, for example into your home folder";
        explain: "网站目录或它所在的 git 版本库里的文件会被提交、打包、转交，密钥不能放在那里。", "Files in the site's folder or its git repository are committed, packed and shared, so they must not contain keys.";
    }

    E1205 credentials_unreadable(path: &str, zh: &str, en: &str) {
        title: "密钥文件看不懂", "invalid credentials file";
        message: "密钥文件 {path} 看不懂：{zh}", "the credentials file {path} can't be parsed: {en}";
        help: "写成 目标: {{access_key_id: …, secret_access_key: …}} 的样子", "write it as `TARGET: {{access_key_id: …, secret_access_key: …}}`";
        explain: "密钥文件是 YAML：最外层是目标的名字，里面是这个目标的密钥。", "The file is YAML: a map from target names to their keys.";
    }

    E1206 credentials_missing(target: &str, names: &str) {
        title: "缺少密钥", "missing credentials";
        message: "发布到 {target} 缺少密钥：{names}", "missing credentials for {target}: {names}";
        help: "设置这些环境变量，或用 --credentials 指定密钥文件", "set these environment variables, or give a file with --credentials";
        explain: "密钥从环境变量 KEPU_DEPLOY_目标_… 读取（s3 也认 AWS_ACCESS_KEY_ID 等），或从 --credentials、KEPU_CREDENTIALS 指定的文件读取。", "Keys are read from the environment variables KEPU_DEPLOY_TARGET_… (for s3 also AWS_ACCESS_KEY_ID etc.), or from the file given by --credentials or KEPU_CREDENTIALS.";
    }

    E1207 deploy_refused(target: &str, reason: Cause) {
        title: "对方拒绝访问", "access denied";
        message: "{target} 拒绝访问{reason}", "{target} denied access{reason:#}";
        help: "检查密钥或密码是否正确、是否过期，以及有没有读、写、列出和删除的权限", "check that keys or password are correct and not expired, and that they permit reading, writing, listing and deleting";
        explain: "用户名、密码或密钥不对，或没有所需的权限。访客看到的网站没有缺损。", "User, password or key are wrong, or lack a permission. The published site is still consistent.";
    }

    E1208 deploy_no_place(target: &str, reason: Cause) {
        title: "目标不存在", "target not found";
        message: "找不到 {target} 的存储桶或目录{reason}", "the bucket or folder of {target} doesn't exist{reason:#}";
        help: "检查 site.yaml 里的 bucket、endpoint、region、path，或先建好它", "check bucket, endpoint, region and path in site.yaml, or create it first";
        explain: "程序不新建存储桶，也不新建最外层的目录：写错的名字不该变成一个新地方。", "The program creates no bucket and no root folder, so that a misspelt name doesn't create a new target.";
    }

    E1209 deploy_full(target: &str, reason: Cause) {
        title: "对方空间已满", "no space left";
        message: "{target} 的空间满了{reason}", "{target} has no space left{reason:#}";
        help: "腾出空间或提高配额，然后再运行一次：只会发送还缺的", "free some space or raise the quota, and run it again: only missing files are sent";
        explain: "磁盘或配额用完了。发布中断，访客看到的网站没有缺损。", "The disk is full, or the quota is exhausted. The deployment stopped; the published site is still consistent.";
    }

    E1210 deploy_cut_off(target: &str, reason: Cause) {
        title: "连不上，或连接断了", "connection failed";
        message: "与 {target} 的连接失败{reason}", "the connection to {target} failed{reason:#}";
        help: "检查网络和地址，然后再运行一次：只会发送还缺的", "check the network and the address, and run it again: only missing files are sent";
        explain: "试了几次仍连不上，或连接一再中断。访客看到的网站没有缺损。", "All retries failed. The published site is still consistent.";
    }

    E1211 deploy_failed(target: &str, reason: Cause) {
        title: "对方出错", "target error";
        message: "{target} 出错{reason}", "{target} failed{reason:#}";
        help: "过一会儿再运行一次：只会发送还缺的。SFTP 服务器在磁盘满时常只说 Failure", "run it again later: only missing files are sent; an SFTP server with a full disk often reports only Failure";
        explain: "对方答复了一个别的错误，重试无效。访客看到的网站没有缺损。", "The target returned another error, and retries didn't help. The published site is still consistent.";
    }

    E1212 deploy_foreign(target: &str, path: &str) {
        title: "目标上有别人的文件", "a foreign file on the target";
        message: "{target} 上已有 {path}，不是 kepu 放的，没有覆盖它", "{path} already exists on {target} and wasn't uploaded by kepu; it was not overwritten";
        help: "移走它；确实要用网站的文件代替时加 --overwrite", "move it away, or replace it with --overwrite";
        explain: "kepu 在目标上留一份清单（.kepu-deploy.json），只改动和删除清单里的文件。清单被删掉后，原来的文件也会这样报告。", "kepu keeps a manifest on the target (.kepu-deploy.json), and changes and removes only files in it. If the manifest was deleted, the site's own earlier files are reported in this way as well.";
    }

    E1213 deploy_locked(target: &str, holder: &str, since: &str) {
        title: "正在发布", "another deployment is running";
        message: "{holder} 从 {since} 起正在发布到 {target}", "{holder} has been deploying to {target} since {since}";
        help: "等它结束；确知它已不在运行时用 --break-lock", "wait until it has finished; use --break-lock if you are sure that it isn't running any more";
        explain: "同时只能有一个发布。锁是目标上的 .kepu-deploy.lock，结束时删除；30 分钟没有更新的锁会被接管，同一台机器上中断了的发布留下的锁也会被接管。", "Only one deployment can run at a time. The lock file is .kepu-deploy.lock on the target, and is removed at the end. A stale lock, not renewed for 30 minutes, is taken over, and so is one that an interrupted run on this machine left behind.";
    }

    E1214 deploy_lock_lost(target: &str) {
        title: "锁被别人接管了", "the lock was taken over";
        message: "{target} 的锁被别人接管了，已停下", "another deployment took over the lock of {target}; stopped";
        help: "等那次发布结束，再运行一次", "wait until that deployment has finished, and run it again";
        explain: "别人用 --break-lock 接管了锁，或锁太久没有更新。两个发布同时写会把网站弄乱，所以先停下。", "Another deployment used --break-lock, or the lock wasn't renewed in time. Two deployments at once would mix two versions of the site, so this one stopped.";
    }

    E1215 deploy_manifest(target: &str, path: &str, zh: &str, en: &str) {
        title: "目标上的清单看不懂", "invalid manifest on the target";
        message: "{target} 上的 {path} 看不懂：{zh}", "{path} on {target} can't be read: {en}";
        help: "若由更新的 kepu 写成，请升级；若已损坏，删去它，再用 --overwrite 发布一次", "update kepu if a newer version wrote it; if it is damaged, delete it and deploy once with --overwrite";
        explain: "清单说明哪些文件是 kepu 放的。看不懂就不知道什么可以改，所以什么也不做。", "The manifest lists the files that kepu uploaded. Without it, kepu can't know which files it may change, so it changes none.";
    }

    E1216 no_git() {
        title: "没有 git", "git not found";
        message: "没有找到 git", "git wasn't found";
        help: "安装 git，并让它在 PATH 里", "install git, and add it to the PATH";
        explain: "发布到 git 分支由 git 程序完成。", "Deploying to a git branch runs the program git.";
    }

    E1217 git_failed(target: &str, what: &str, reason: Cause) {
        title: "git 出错", "git failed";
        message: "发布到 {target} 时 git {what} 失败{reason}", "git {what} failed for {target}{reason:#}";
        help: "检查 remote、branch 和登录方式；git 自己的密钥和凭据由 git 管理", "check remote, branch and login; git uses its own keys and credentials";
        explain: "git 程序报告了错误，原话在上面。远端的分支没有变。", "git reported the error above. The remote branch is unchanged.";
    }

    E1218 push_refused(target: &str) {
        title: "git 推送被拒绝", "push rejected";
        message: "{target} 的分支在此期间有了别的提交，推送被拒绝", "the branch of {target} has received other commits meanwhile, and the push was rejected";
        help: "再运行一次", "run it again";
        explain: "kepu 从不强制推送，所以两次发布中后到的一次会被拒绝，分支仍是完整的。", "kepu never forces a push, so the later of two deployments is rejected, and the branch stays consistent.";
    }

    E1219 without_deploy() {
        title: "这个程序不能发布", "built without deployment";
        message: "这个 kepu 编译时没有带发布功能", "this kepu was built without the feature `deploy`";
        help: "用带 deploy 功能的版本，或用 kepu build 生成后自己上传", "use a build with this feature, or upload the output of `kepu build`";
        explain: "cargo 的 deploy 功能缺省是打开的，用 --no-default-features 编译时就没有。", "The cargo feature `deploy` is enabled by default; --no-default-features disables it.";
    }

    E1220 deploy_stopped(target: &str) {
        title: "发布中止了", "deployment cancelled";
        message: "发布到 {target} 中止了", "the deployment to {target} was cancelled";
        help: "再运行一次：只会发送还缺的", "run it again: only missing files are sent";
        explain: "程序被要求结束。已记下做到了哪里，锁已放开，访客看到的网站没有缺损。", "The program was interrupted. The progress is saved, the lock is released, and the published site is still consistent.";
    }

    E1221 unknown_deploy_target(name: &str, known: &str) {
        title: "没有这个发布目标", "no such target";
        message: "site.yaml 里没有发布目标“{name}”", "site.yaml has no target `{name}`";
        help: "已有的目标：{known}", "there are: {known}";
        explain: "发布目标的名字是 site.yaml 的 deploy 里的键。", "Names of targets are the keys below `deploy` in site.yaml.";
    }

    E1222 output_unreadable(path: &str, reason: Cause) {
        title: "要发送的文件读不出来", "a file to send can't be read";
        message: "{path} 读不出来{reason}", "{path} can't be read{reason:#}";
        help: "文件可能在发布时被改动了，再运行一次", "it may have changed meanwhile: run it again";
        explain: "大文件在发送时才从磁盘读取。若它在编译之后变了，就不能算作编译的结果。", "Large files are read from disk when they are sent. A file that has changed since the build isn't sent.";
    }

    E1223 deploy_other_site(target: &str, theirs: &str, ours: &str) {
        title: "目标上是另一个网站", "the target has another site";
        message: "{target} 上是网站 {theirs}，不是这个网站（{ours}），没有改动它", "{target} has the site {theirs}, not this one ({ours}); nothing was changed";
        help: "核对 site.yaml 里 deploy 的路径；网站换了网址、或确实要替换时加 --overwrite", "check the path in `deploy` of site.yaml; if the site's address has changed, or to replace the other site, add --overwrite";
        explain: "目标上的清单（.kepu-deploy.json）记着文件属于哪个网址的网站。把两个网站发布到同一个地方，会互相覆盖和删除。", "The manifest on the target (.kepu-deploy.json) has the address of the site that its files belong to. Two sites at one place would replace and remove each other's files.";
    }

    E1224 deploy_lock_odd(target: &str, lock: &str, minutes: u64) {
        title: "锁读不懂", "an unreadable lock";
        message: "{target} 上的锁 {lock} 读不懂，或带着未来的时间：可能是中断的发布留下的", "the lock {lock} on {target} can't be read, or has a time in the future: an interrupted deployment may have left it";
        help: "再过 {minutes} 分钟会自动接管；确知没有别的发布在运行时现在就用 --break-lock", "it is taken over after another {minutes} minutes; if you are sure that no other deployment is running, use --break-lock now";
        explain: "写到一半中断或磁盘满时，锁会是空的；时钟走快的电脑写下未来的时间。这样的锁以对方服务记下的时间和本机第一次看见它的时间为准，30 分钟没有变化就接管。", "A lock is empty after an interruption or on a full disk, and a machine whose clock is ahead writes a time in the future. Such a lock's age is taken from the service, and from when this machine first saw it; it is taken over after 30 minutes without change.";
    }

    E1225 no_ssh(target: &str) {
        title: "没有 OpenSSH", "OpenSSH not found";
        message: "{target} 经 SFTP 发布，要用 ssh 程序，这台电脑上没有找到", "{target} is an SFTP target, which needs the program ssh, and it wasn't found";
        help: "安装 openssh-client，并让 ssh 在 PATH 里", "install openssh-client, and add ssh to the PATH";
        explain: "SFTP 由 OpenSSH 的 ssh 完成，用它的密钥和设置。没有它就不必先生成网站，所以一开始就说。", "SFTP runs OpenSSH's ssh, with its keys and settings. Without it there is no use in building the site, so this is reported first.";
    }

    E1226 sftp_on_windows(target: &str) {
        title: "Windows 上不能用 SFTP", "no SFTP on Windows";
        message: "{target} 经 SFTP 发布，Windows 上的 kepu 还做不到", "{target} is an SFTP target, which kepu can't use on Windows";
        help: "任选一种：kepu package 打成 zip，用 WinSCP 传上去；请管服务器的人开 WebDAV 或 FTP，在 site.yaml 的 deploy 里改用它；把服务器的目录映射成盘符，写 to: folder；或在 WSL 里运行 kepu deploy", "choose one: make a zip file with `kepu package` and upload it with WinSCP; use WebDAV or FTP in `deploy` of site.yaml, if the server's administrator allows it; map the server's folder to a drive and use `to: folder`; or run `kepu deploy` in WSL";
        explain: "SFTP 由 OpenSSH 完成，kepu 要它在一个连接上收发多个文件，这只有 Unix 上的 OpenSSH 能做。", "SFTP runs OpenSSH, and kepu shares one connection among several transfers, which only OpenSSH on Unix can do.";
    }

    W1201 lock_taken_over(target: &str, holder: &str, since: &str) {
        title: "接管了锁", "a lock was taken over";
        message: "接管了 {holder} 从 {since} 起占着的 {target} 的锁", "took over the lock of {target} that {holder} had held since {since}";
        help: "那次发布没有正常结束，这一次会补上它缺的", "that deployment didn't finish; this one sends the missing files";
        explain: "锁太旧、由这台机器上中断了的发布留下，或用了 --break-lock。", "The lock was stale, or left behind by an interrupted run on this machine, or --break-lock was used.";
    }
}
