"""Proxies that stand before a server and do what networks and servers do on bad days."""

import http.client
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Cutter:
    """Passes bytes on, and after so many from the client cuts every connection. Afterwards it takes none, or goes on."""

    def __init__(self, port, after=None, recover=False, slow=0.0):
        self.target, self.after, self.recover, self.slow = port, after, recover, slow
        self.passed, self.dead, self.cuts = 0, False, 0
        self.lock = threading.Lock()
        self.pairs = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.dead:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            self.pairs.append((client, server))
            threading.Thread(target=self.pump, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, False), daemon=True).start()

    def pump(self, source, sink, upwards):
        try:
            while data := source.recv(4096):
                if upwards:
                    time.sleep(self.slow)
                    with self.lock:
                        self.passed += len(data)
                        if self.after is not None and self.passed > self.after:
                            self.cut()
                            return
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.cuts += 1
        if self.recover:
            self.after = None
        else:
            self.dead = True
            self.listener.close()
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []

    def close(self):
        self.dead = True
        self.listener.close()


class Http(ThreadingHTTPServer):
    """Passes requests on. `fault(number, handler)` gives a status to answer with instead, or nothing."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, fault=None, slow=0.0):
        self.target, self.fault, self.slow = port, fault, slow
        self.count, self.methods, self.asked, self.lock = 0, {}, [], threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Clients that are killed don't say goodbye."""

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def handle_any(self):
        server = self.server
        with server.lock:
            server.count += 1
            number = server.count
            key = self.command
            server.methods[key] = server.methods.get(key, 0) + 1
            server.asked.append((key, self.path))
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        time.sleep(server.slow)
        status = server.fault(number, self) if server.fault else None
        if status:
            code, text = status
            self.send_response(code)
            self.send_header("content-length", str(len(text)))
            self.send_header("connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text)
            self.close_connection = True
            return
        connection = http.client.HTTPConnection("127.0.0.1", server.target, timeout=30)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("connection", "transfer-encoding"):
                connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        length = answer.getheader("content-length") if self.command == "HEAD" else str(len(data))
        if length is not None:
            self.send_header("content-length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        connection.close()

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = do_PROPFIND = do_MKCOL = do_MOVE = do_COPY = handle_any
    do_PROPPATCH = do_OPTIONS = do_LOCK = do_UNLOCK = handle_any


