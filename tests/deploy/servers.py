"""Real servers on this machine, each over a folder or a bucket of its own, and taken down at the end."""

import os
import subprocess
import sys
import time
import socket
from pathlib import Path

from proxy import free_port
from sample import ours, tree


def wait_for(port, process):
    for _ in range(400):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} doesn't answer")


class Server:
    def __init__(self, work):
        self.work = Path(work)
        self.port = free_port()
        self.process = None

    def start(self, command, **more):
        log = open(self.work / "log", "wb")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **more)
        wait_for(self.port, self.process)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


class S3(Server):
    """moto's. It honours `If-None-Match: *`, and believes any signature."""

    def __init__(self, work):
        super().__init__(work)
        tool = Path(sys.executable).parent / "moto_server"
        self.start([str(tool), "-H", "127.0.0.1", "-p", str(self.port)], env={**os.environ, "MOTO_S3_DEFAULT_KEY_BUFFER_SIZE": "67108864"})
        import boto3
        from botocore.config import Config

        self.client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id="right",
            aws_secret_access_key="right-secret",
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
        )

    def place(self, name):
        self.client.create_bucket(Bucket=name)
        return Bucket(self.client, name)


class Bucket:
    def __init__(self, client, name):
        self.client, self.name = client, name

    def settings(self, port):
        return f"to: s3, bucket: {self.name}, endpoint: 'http://127.0.0.1:{port}'"

    def keys(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def all(self):
        return {key: self.client.get_object(Bucket=self.name, Key=key)["Body"].read() for key in self.keys()}

    def files(self):
        return ours(self.all())

    def put(self, name, data):
        self.client.put_object(Bucket=self.name, Key=name, Body=data)

    def headers(self, name):
        head = self.client.head_object(Bucket=self.name, Key=name)
        return head.get("ContentType"), head.get("CacheControl"), head.get("ContentEncoding")


class Folder:
    """A folder, by whatever way it is reached."""

    def __init__(self, path, settings):
        self.path, self.given = Path(path), settings
        self.path.mkdir(parents=True, exist_ok=True)

    def settings(self, port):
        return self.given(port)

    def all(self):
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in self.path.rglob("*") if path.is_file()}

    def files(self):
        return tree(self.path)

    def put(self, name, data):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def keys(self):
        return list(self.all())


class Local(Server):
    def place(self, name):
        return Folder(self.work / name, lambda _: f"to: folder, path: {self.work / name}")


class Webdav(Server):
    def __init__(self, work):
        super().__init__(work)
        (self.work / "files").mkdir()
        (self.work / "config.yaml").write_text(
            f"host: 127.0.0.1\nport: {self.port}\nserver: cheroot\nverbose: 1\nlock_storage: true\n"
            f"provider_mapping:\n  '/': {self.work / 'files'}\n"
            "http_authenticator: {domain_controller: null, accept_basic: true, accept_digest: false, default_to_digest: false}\n"
            "simple_dc:\n  user_mapping:\n    '*':\n      right: {password: right-secret}\n"
        )
        tool = Path(sys.executable).parent / "wsgidav"
        self.start([str(tool), "--config", str(self.work / "config.yaml"), "-q"])

    def place(self, name):
        path = self.work / "files" / name
        return Folder(path, lambda port: f"to: webdav, url: 'http://127.0.0.1:{port}', path: {name}")


class Ftp(Server):
    def __init__(self, work):
        super().__init__(work)
        (self.work / "files").mkdir()
        code = (
            "from pyftpdlib.authorizers import DummyAuthorizer\n"
            "from pyftpdlib.handlers import FTPHandler\n"
            "from pyftpdlib.servers import FTPServer\n"
            "users = DummyAuthorizer()\n"
            f"users.add_user('right', 'right-secret', {str(self.work / 'files')!r}, perm='elradfmwMT')\n"
            "FTPHandler.authorizer = users\n"
            f"FTPServer(('127.0.0.1', {self.port}), FTPHandler).serve_forever()\n"
        )
        self.start([sys.executable, "-c", code])

    def place(self, name):
        path = self.work / "files" / name
        return Folder(path, lambda port: f"to: ftp, url: 'ftp://127.0.0.1:{port}', path: {name}")


class Sftp(Server):
    def __init__(self, work):
        super().__init__(work)
        for name in ("host", "right", "wrong"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.work / name)], check=True)
        (self.work / "authorized").write_bytes((self.work / "right.pub").read_bytes())
        (self.work / "sshd.conf").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.work}/host\nPidFile none\nStrictModes no\n"
            f"AuthorizedKeysFile {self.work}/authorized\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            "PermitRootLogin yes\nUsePAM no\nSubsystem sftp internal-sftp\nMaxStartups 100\nMaxSessions 100\n"
        )
        if os.getuid() == 0:
            # Where sshd was never started by the system it lacks the folder that it locks itself into.
            Path("/run/sshd").mkdir(exist_ok=True)
        self.start(["/usr/sbin/sshd", "-D", "-e", "-f", str(self.work / "sshd.conf")])

    def place(self, name):
        path = self.work / "files" / name
        user = "root" if os.getuid() == 0 else os.environ["USER"]
        given = lambda port: f"to: sftp, host: '127.0.0.1:{port}', user: {user}, path: {path}, known_hosts: accept"
        return Folder(path, given)


class Git(Server):
    def place(self, name):
        path = self.work / f"{name}.git"
        subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True)
        return Branch(path)


class Branch:
    def __init__(self, path):
        self.path = path

    def settings(self, _):
        return f"to: git, remote: {self.path}, branch: pages"

    def git(self, *arguments, **more):
        whole = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost", "--git-dir", str(self.path), *arguments]
        return subprocess.run(whole, check=True, capture_output=True, **more).stdout

    def all(self):
        if not self.git("branch", "--list", "pages"):
            return {}
        # A push whose program was killed may still arrive in between.
        commit = self.git("rev-parse", "pages").strip()
        names = [name for name in self.git("ls-tree", "-r", "-z", "--name-only", commit.decode()).split(b"\0") if name]
        asked = b"".join(commit + b":" + name + b"\n" for name in names)
        answer = self.git("cat-file", "--batch", input=asked)
        files = {}
        for name in names:
            head, _, answer = answer.partition(b"\n")
            size = int(head.split()[2])
            files[name.decode()], answer = answer[:size], answer[size + 1 :]
        return files

    def files(self):
        return ours(self.all())

    def keys(self):
        return list(self.all())

    def put(self, name, data):
        head = f"commit refs/heads/pages\ncommitter t <t@localhost> {int(time.time())} +0000\ndata 1\nx\n"
        if self.git("branch", "--list", "pages"):
            head += "from refs/heads/pages^0\n"
        text = head.encode() + f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"
        self.git("fast-import", "--quiet", input=text)
