#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""nginx.py - Debian's nginx on loopback, for a test.

    nginx.py [--workers N] FOLDER      serves FOLDER until its input ends,
                                       after saying on which address

In Python:

    web = nginx.Nginx(home, [nginx.Server("plain", folder), ...])
    web.url("plain")        'http://127.0.0.1:40123'
    web.requests("plain")   what was asked for, as a list of Request
    web.stop()

It has a folder, a configuration, a log and a pid file of its own.  Its sockets
are made here and inherited, so that no port can be taken in between, and that
a connection waits until it is there.  It ends with the process that started
it, even if that is killed: the kernel tells it so.
"""
import argparse
import atexit
import collections
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
LOG = ("msec", "request_time", "connection", "status", "server_protocol",
       "request_method", "server_port", "request_uri", "body_bytes_sent",
       "request_completion", "http_if_none_match", "http_if_modified_since",
       "http_range", "sent_http_content_encoding", "ssl_client_verify",
       "http_user_agent", "http_referer", "remote_user")

CONFIG = """%(user)s
daemon off;
worker_processes %(workers)d;
pid nginx.pid;
error_log error.log warn;
events { worker_connections 512; }
http {
	include /etc/nginx/mime.types;
	types { text/csv csv; text/tab-separated-values tsv; }
	default_type application/octet-stream;
	log_format all '%(log)s';
	access_log access.log all;
	client_body_temp_path temp;
	proxy_temp_path temp;
	fastcgi_temp_path temp;
	uwsgi_temp_path temp;
	scgi_temp_path temp;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 100000;
	lingering_close off;
	server_tokens off;
	gzip_types text/plain text/csv text/tab-separated-values
		application/json application/xml;
	%(zones)s
%(servers)s
}
"""
SERVER = """	server {
		listen 127.0.0.1:%(port)d%(listen)s;
		server_name localhost;
		root %(folder)s;
		charset utf-8;
		etag on;
%(lines)s
		location / {
			autoindex on;
%(location)s
		}
%(more)s
	}
"""


class Server:
    """One address: what is served there, and how."""

    def __init__(self, name, folder, tls=None, http2=False, gzip=False,
                 gzip_static=False, rate=None, burst=0, retry_after=None,
                 users=None, client_ca=None, lines=(), location=(), more=()):
        self.name, self.folder = name, folder
        self.tls, self.http2 = tls, http2
        self.rate, self.burst = rate, burst
        self.lines = list(lines)
        self.location = list(location)
        self.more = list(more)
        self.users = users
        if gzip:
            self.lines.append("gzip on; gzip_min_length 100; "
                              "gzip_comp_level 1;")
        if gzip_static:
            self.lines.append("gzip_static on;")
        if tls:
            self.lines.append("ssl_certificate %s.pem; ssl_certificate_key "
                              "%s.key; ssl_protocols TLSv1.2 TLSv1.3;" %
                              (tls, tls))
        if client_ca:
            self.lines.append("ssl_client_certificate %s; "
                              "ssl_verify_client on;" % client_ca)
        if rate:
            self.location.append("limit_req zone=%s%s;" % (
                name, " burst=%d nodelay" % burst if burst else ""))
            self.lines.append("limit_req_status 503;")
        if rate and retry_after:
            self.lines.append("error_page 503 @busy;")
            self.more.append("location @busy { add_header Retry-After %s "
                             "always; return 503; }" % retry_after)

    def zone(self):
        return "limit_req_zone $server_port zone=%s:1m rate=%s;" % (
            self.name, self.rate) if self.rate else ""

    def text(self, port, home):
        lines = list(self.lines)
        if self.users:
            passwords = os.path.join(home, self.name + ".users")
            with open(passwords, "w") as f:
                f.writelines("%s:{PLAIN}%s\n" % up for up in self.users)
            lines.append("auth_basic locked; auth_basic_user_file %s;" %
                         passwords)
        return SERVER % {
            "port": port, "folder": self.folder,
            "listen": (" ssl" if self.tls else "") +
                      (" http2" if self.http2 else ""),
            "lines": "\n".join("\t\t" + x for x in lines),
            "location": "\n".join("\t\t\t" + x for x in self.location),
            "more": "\n".join("\t\t" + x for x in self.more)}


class Request(collections.namedtuple("Request", LOG)):
    """One line of the access log; its times in seconds."""

    @property
    def end(self):
        return float(self.msec)

    @property
    def start(self):
        return float(self.msec) - float(self.request_time)

    @property
    def code(self):
        return int(self.status)

    @property
    def path(self):
        return self.request_uri


def program():
    return shutil.which("nginx", path=os.environ.get("PATH", "") +
                        ":/usr/sbin:/usr/local/sbin:/sbin")


def lacks():
    """Why there can be no server here, or None."""
    if not program():
        return "no nginx"
    if not os.path.exists("/etc/nginx/mime.types"):
        return "nginx without /etc/nginx/mime.types"
    return None


def _dies_with_its_parent(parent):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    # A signal to the group of the test is not for the server.
    os.setpgid(0, 0)


class Nginx:
    def __init__(self, home, servers, workers=1, log=True):
        self.home = home
        os.makedirs(os.path.join(home, "temp"))
        self.sockets = {s.name: self._socket() for s in servers}
        self.scheme = {s.name: "https" if s.tls else "http" for s in servers}
        self.pid = None
        self._configure(servers, workers, log)
        self._start()

    @staticmethod
    def _socket():
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.bind(("127.0.0.1", 0))
        s.listen(511)
        return s

    def port(self, name):
        return self.sockets[name].getsockname()[1]

    def url(self, name, path=""):
        return "%s://127.0.0.1:%d%s" % (self.scheme[name], self.port(name),
                                        path)

    def _configure(self, servers, workers, log):
        with open(os.path.join(self.home, "nginx.conf"), "w") as f:
            f.write(CONFIG % {
                "user": "user root;" if os.geteuid() == 0 else "",
                "workers": workers,
                "log": "\\t".join("$" + name for name in LOG),
                "zones": " ".join(s.zone() for s in servers),
                "servers": "".join(s.text(self.port(s.name), self.home)
                                   for s in servers)})
        if not log:
            conf = os.path.join(self.home, "nginx.conf")
            with open(conf) as f:
                text = f.read()
            with open(conf, "w") as f:
                f.write(text.replace("access_log access.log all;",
                                     "access_log off;"))

    def _start(self):
        fds = [s.fileno() for s in self.sockets.values()]
        parent = os.getpid()
        env = dict(os.environ, NGINX="".join("%d;" % fd for fd in fds))
        self.process = subprocess.Popen(
            [program(), "-e", "error.log", "-p", self.home + "/", "-c",
             "nginx.conf"], env=env, pass_fds=fds, cwd=self.home,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: _dies_with_its_parent(parent))
        atexit.register(self.stop)
        for name in self.sockets:
            self._answers(name)

    def _answers(self, name):
        """A connection says that it runs; else why it does not."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if os.path.exists(os.path.join(self.home, "nginx.pid")):
                return
            time.sleep(.01)
        raise RuntimeError("nginx does not start: " + self.errors())

    def errors(self):
        try:
            with open(os.path.join(self.home, "error.log")) as f:
                return f.read()
        except OSError as e:
            return str(e)

    def stop(self):
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for s in self.sockets.values():
            s.close()

    # -- what was asked for ------------------------------------------------

    def mark(self):
        """A place in the log, after everything that is over."""
        p = os.path.join(self.home, "access.log")
        return os.path.getsize(p) if os.path.exists(p) else 0

    def requests(self, name=None, since=0):
        """Those that are over, to one server or to all, in the order in
        which they ended."""
        p = os.path.join(self.home, "access.log")
        if not os.path.exists(p):
            return []
        port = str(self.port(name)) if name else None
        found = []
        with open(p, "rb") as f:
            f.seek(since)
            for line in f.read().decode("utf-8", "replace").splitlines():
                r = Request(*line.split("\t"))
                if port in (None, r.server_port):
                    found.append(r)
        return found


def most_at_once(requests):
    """How many of these were under way at any one time.  The times of the log
    are in milliseconds: what only touches is not at once."""
    steps = sorted([(r.start + .002, 1) for r in requests
                    if r.end - r.start > .004] +
                   [(r.end - .002, -1) for r in requests
                    if r.end - r.start > .004], key=lambda s: (s[0], s[1]))
    now = most = min(1, len(requests))
    now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--workers", type=int, default=1)
    p.add_argument("folder")
    a = p.parse_args()
    if lacks():
        sys.exit("nginx.py: " + lacks())
    import tempfile
    home = tempfile.mkdtemp(prefix="ps_nginx_")
    try:
        web = Nginx(home, [Server("plain", os.path.abspath(a.folder))],
                    a.workers)
        print(web.url("plain"))
        sys.stdout.flush()
        sys.stdin.read()
        web.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
