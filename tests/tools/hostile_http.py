#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""hostile_http.py - a server that does what no server should, for tests.

    hostile_http.py LOG ADDRESS [ADDRESS]...    until its input ends

An ADDRESS is HOST:PORT (port 0: any; behind it /mute never answers, /full
accepts nobody, /count only counts who connects); the addresses are printed, then requests are
answered, each by what the first part of its path asks for (see ROUTES).  In
Python, with a process of its own:

    web = Hostile(folder, ["127.0.0.1:0", "127.0.0.1:0/mute"])
    web.urls, web.ports    one for each address
    web.requests(0)        what came to it: a list of dictionaries
    web.connections(1)     how many connected
    web.stop()
"""
import atexit
import base64
import ctypes
import email.utils
import gzip
import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.parse
import zlib

CSV = b"a,b\n" + b"".join(b"%d,x%d\n" % (i, i) for i in range(100))
TYPE = b"Content-Type: text/csv\r\n"
# 1 GiB of "1,2\n", by brotli, by zlib, by base 85.
BROTLI = (
    "c-lMv|9?G$4PQaAO+l!4^x_RyZt?t9(z(`bed_4L>k{AAa5pe;Gz2AZ&ID2r)WO+cq04al"
    "_x~UN|MNE-XUywkUze4cEix@?c4B<X(W(OXofdzj4$muP6kxzW?W_x`|DPwuPBdhp!*KU^"
    "{lEYJnI9B3%zoUsI_j2G>(Xm!H^dV+%H0Xn<J*61LwYO&ivv13lF0bt-v7`4|I0J<GvATn"
    "kGXp3nug9+v%~v1y1zc?D=Pe9+GhKjNr3?a@o_tR|2O~t|NjgXG7p|rJXketn_J?_t&-nd"
    "Bi68&Pw76q-tbMNIHn&N3L_YHegFUG|9|!aj~UF5Gly^8V#?*c_Us1zLrJzf7RSic^(LO*"
    "h3Q9zj>AkB_WpnV|Gzzh9QzJSxgD#Pt__UH%5AF^6nlM8_UWS!**w+PSRF9EDI?bK?yo)2"
    "t&ATm4xIgXAXGQE_fSx_@tf`q5&Z8o#M|SOZ*11X^drNg4Gbmk|Nk6~%F(DCjmpue9F5A+"
    "s2q*T(Wo4a%F(DCjmpueBtI(u0|1qLcG&")
MIB = 1 << 20
WAITING = []


def reply(body=CSV, status="200 OK", more=b"", kind=TYPE):
    return (b"HTTP/1.1 " + status.encode() + b"\r\n" + kind + more +
            b"Content-Length: %d\r\n\r\n" % len(body) + body)


def page(*links, head=""):
    return reply(("<!doctype html><html><head><title>x</title>%s</head><body>"
                  % head + "".join('<p><a href="%s">x</a></p>\n' % x
                                   for x in links) +
                  "</body></html>").encode(), kind=b"Content-Type: "
                 b"text/html; charset=utf-8\r\n")


def chunk(data):
    return b"%x\r\n" % len(data) + data + b"\r\n"


def redirect(to, status="302 Found", more=b""):
    return reply(b"moved", status, b"Location: " + to.encode("latin-1") +
                 b"\r\n" + more, b"Content-Type: text/plain\r\n")


def encoded(data, how):
    return reply(data, more=b"Content-Encoding: " + how + b"\r\n")


class Request:
    """What came, and the connection that it came by."""

    def __init__(self, server, sock, head, number):
        self.server, self.sock = server, sock
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target = (lines[0].split(" ") + ["", ""])[:2]
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        path, _, query = self.target.partition("?")
        self.parts = [urllib.parse.unquote(x) for x in path.split("/")[1:]]
        self.query = urllib.parse.parse_qs(query)
        server.said(number, "request", path=self.target, **self.headers)

    def send(self, data):
        self.sock.sendall(data)

    def part(self, i, default=""):
        return self.parts[i] if len(self.parts) > i else default

    def asked(self):
        """How often this was asked for, with this time."""
        with self.server.lock:
            n = self.server.counts.get(self.target, 0) + 1
            self.server.counts[self.target] = n
        return n


# -- what is asked for -----------------------------------------------------

def good(q):
    q.send(reply())


def listing(q):
    """/list/A,B: a page that links to the files A and B of /; good ones
    around them."""
    names = q.query.get("u", [])
    q.send(page("/good/1.csv", *names, "/good/2.csv"))


def to(q):
    """/to/STATUS?u=ADDRESS"""
    q.send(redirect(q.query["u"][0], q.part(1) + " Moved"))


def loop(q):
    q.send(redirect("/loop/%d" % (1 - int(q.part(1)))))


def hops(q):
    n = int(q.part(1))
    q.send(reply() if n == 0 else redirect("/hops/%d/x.csv" % (n - 1)))


def endless(q):
    """/endless/chunked/..., /endless/plain/...: until they hang up."""
    chunked = q.part(1) == "chunked"
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE + (
        b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"\r\n"))
    data = CSV * 100
    q.server.sent = 0
    while True:
        q.send(chunk(data) if chunked else data)


def drip(q):
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 100000\r\n\r\n")
    for i in range(1000):
        q.send(CSV[i % len(CSV):][:1])
        time.sleep(.2)


def drip_head(q):
    q.send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(1000):
        q.send(b"X")
        time.sleep(.2)


def short(q):
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 100000\r\n\r\n" +
           CSV)


def cut_chunk(q):
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE +
           b"Transfer-Encoding: chunked\r\n\r\n" + chunk(CSV) +
           b"1000\r\n1,2\n")


def no_last_chunk(q):
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE +
           b"Transfer-Encoding: chunked\r\n\r\n" + chunk(CSV))


def bad_chunk(q):
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE +
           b"Transfer-Encoding: chunked\r\n\r\n" + chunk(CSV) +
           q.part(1).encode() + b"\r\n" + CSV + b"\r\n0\r\n\r\n")


def huge_header(q):
    q.send(reply(more=b"X-A: " + b"a" * MIB + b"\r\n"))


def many_headers(q):
    q.send(reply(more=b"".join(b"X-%d: a\r\n" % i for i in range(100000))))


def many_continues(q):
    for _ in range(1000000):
        q.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def encodings(q):
    data = CSV
    for _ in range(100):
        data = gzip.compress(data, 1)
    q.send(encoded(data, b", ".join([b"gzip"] * 100)))


def unknown_encoding(q):
    q.send(encoded(CSV, b"x-rot13"))


def broken_gzip(q):
    q.send(encoded(gzip.compress(CSV)[:60] + b"\0" * 40, b"gzip"))


def cut_gzip(q):
    q.send(encoded(gzip.compress(CSV)[:-20], b"gzip"))


def gzip_bomb(q):
    z = zlib.compressobj(9, zlib.DEFLATED, 31)
    head, blocks = z.flush(zlib.Z_FULL_FLUSH), []
    for _ in range(2):
        blocks.append(z.compress(b"1,2\n" * (MIB // 4)) +
                      z.flush(zlib.Z_FULL_FLUSH))
    q.send(encoded(head + blocks[0] + blocks[1] * 1023, b"gzip"))


def brotli_bomb(q):
    q.send(encoded(zlib.decompress(base64.b85decode(BROTLI)), b"br"))


def zstd_bomb(q):
    block = struct.pack("<I", 1 << 1 | 128 << 10 << 3)[:3] + b"1"
    q.send(encoded(b"\x28\xb5\x2f\xfd\0\x58" + block * 8192, b"zstd"))


def wrong_type(q):
    """/type/TEXT/HTML/x.csv"""
    q.send(reply(kind=b"Content-Type: " + q.part(1).encode() + b"/" +
                 q.part(2).encode() + b"\r\n"))


def no_type(q):
    q.send(reply(kind=b""))


def busy(q):
    """/busy/STATUS/TIMES/RETRY-AFTER/...: so often, then it is there."""
    if q.asked() > int(q.part(2)):
        return q.send(reply())
    after = q.part(3)
    if after.startswith("date+"):
        after = email.utils.formatdate(time.time() + int(after[5:]),
                                       usegmt=True)
    q.send(reply(b"busy", q.part(1) + " Busy", b"" if after in ("", "-") else
                 b"Retry-After: " + after.encode() + b"\r\n"))


def reset(q):
    """/reset/TIMES/...: in the middle of the body."""
    if q.asked() > int(q.part(1)):
        return q.send(reply())
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 100000\r\n\r\n" +
           CSV)
    time.sleep(.1)
    q.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                      struct.pack("ii", 1, 0))


def no_answer(q):
    pass


def ancient(q):
    q.send(CSV)


def nonsense(q):
    q.send(b"\x16\x03\x01\0\xa5HELO\r\n\r\n" + CSV)


def status_line(q):
    """/status/TEXT/...: behind HTTP/1.1"""
    q.send(b"HTTP/1.1 " + q.part(1).encode() + b"\r\n" + TYPE +
           b"Content-Length: %d\r\n\r\n" % len(CSV) + CSV)


def nul_header(q):
    q.send(reply(more=b"X-A: a\0b\r\nETag: \"a\0b\"\r\n"))


def lengths(q):
    """/lengths/A/B/...: two of them"""
    q.send(b"HTTP/1.1 200 OK\r\n" + TYPE + b"".join(
        b"Content-Length: " + x.encode() + b"\r\n" for x in q.parts[1:3]) +
        b"\r\n" + CSV)


def partial(q):
    """A part, though all was asked for."""
    q.send(reply(CSV[:200], "206 Partial Content", b"Content-Range: bytes "
                 b"0-199/%d\r\n" % len(CSV)))


def not_modified(q):
    q.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")


def switch(q):
    q.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n"
           b"Connection: upgrade\r\n\r\n" + CSV)


def evil_name(q):
    q.send(reply(more=b"Content-Disposition: attachment; filename=\""
                 b"../../../etc/x\x1b[31m.csv\"\r\n"))


def cookie(q):
    """Sets one and sends to where it is needed."""
    if q.part(1) == "set":
        return q.send(redirect("/cookie/need/x.csv", more=b"Set-Cookie: "
                               b"k=Biscuit42; Path=/\r\n"))
    q.send(reply() if "k=Biscuit42" in q.headers.get("cookie", "") else
           reply(b"no", "403 Forbidden"))


def auth(q):
    """/auth/basic/..., /auth/bearer/...: jan:S3cret, T0ken"""
    want = {"basic": "Basic " + base64.b64encode(b"jan:S3cret").decode(),
            "bearer": "Bearer T0ken"}[q.part(1)]
    if q.headers.get("authorization") == want:
        if "to" in q.query:
            return q.send(redirect(q.query["to"][0]))
        return q.send(page("x.csv") if q.parts[-1] == "" else reply())
    q.send(reply(b"no", "401 Unauthorized", b"WWW-Authenticate: " + (
        b"Basic realm=x" if q.part(1) == "basic" else b"Bearer") + b"\r\n"))


def trap(q):
    """Pages without end, each a level deeper."""
    name = q.target.strip("/").replace("/", "-")
    q.send(page(*(q.target.rstrip("/") + "/%d/" % i for i in range(3)),
                "/good/%s.csv" % name))


def refresh(q):
    u = q.query["u"][0]
    q.send(page("/good/1.csv", head='<meta http-equiv="refresh" '
                'content="0; url=%s"><base href="/">' % u))


def site_map(q):
    q.send(reply(('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org'
                  '/schemas/sitemap/0.9">' + "".join(
                      "<url><loc>%s</loc></url>" % u.replace("&", "&amp;")
                      for u in q.query.get("u", [])) + "</urlset>").encode(),
                 kind=b"Content-Type: application/xml\r\n"))


def robots(q):
    """At robots-NAME.example it leads to where nobody may go."""
    private = "http://127.0.0.1:8000/good/x.csv"
    host = q.headers.get("host", "").split(".")[0]
    if host == "robots-sitemap":
        return q.send(reply(("User-agent: *\nAllow: /\nSitemap: %s\n" %
                             private).encode()))
    if host == "robots-moved":
        return q.send(redirect(private))
    q.send(reply(b"", "404 Not Found"))


def missing(q):
    q.send(reply(b"no such thing", "404 Not Found"))


ROUTES = {
    "": listing, "list": listing, "good": good, "to": to, "loop": loop,
    "hops": hops, "endless": endless, "drip": drip, "drip_head": drip_head,
    "short": short, "cut_chunk": cut_chunk, "no_last_chunk": no_last_chunk,
    "bad_chunk": bad_chunk, "huge_header": huge_header,
    "many_headers": many_headers, "many_continues": many_continues,
    "encodings": encodings, "unknown_encoding": unknown_encoding,
    "broken_gzip": broken_gzip, "cut_gzip": cut_gzip,
    "gzip_bomb": gzip_bomb, "brotli_bomb": brotli_bomb,
    "zstd_bomb": zstd_bomb, "type": wrong_type, "no_type": no_type,
    "busy": busy, "reset": reset, "no_answer": no_answer,
    "ancient": ancient, "nonsense": nonsense, "status": status_line,
    "nul_header": nul_header, "lengths": lengths, "partial": partial,
    "not_modified": not_modified, "switch": switch, "evil_name": evil_name,
    "cookie": cookie, "auth": auth, "trap": trap, "refresh": refresh,
    "sitemap": site_map, "robots.txt": robots,
}


# -- the server --------------------------------------------------------------

class Server:
    def __init__(self, log):
        self.log = open(log, "a")
        self.lock = threading.Lock()
        self.counts = {}

    def said(self, number, what, **more):
        with self.lock:
            self.log.write(json.dumps(dict(more, number=number, what=what)) +
                           "\n")
            self.log.flush()

    def head(self, sock, data):
        while b"\r\n\r\n" not in data:
            if len(data) > MIB:
                return None
            more = sock.recv(65536)
            if not more:
                return None
            data += more
        return data.split(b"\r\n\r\n", 1)

    def talk(self, sock, number):
        sock.settimeout(60)
        try:
            found = self.head(sock, b"")
            if found is not None:
                q = Request(self, sock, found[0], number)
                ROUTES.get(q.parts[0] if q.parts else "", missing)(q)
        except (OSError, ValueError, KeyError, IndexError):
            pass
        try:
            sock.shutdown(socket.SHUT_WR)
            sock.settimeout(1)
            sock.recv(1)
        except OSError:
            pass
        sock.close()

    def accept(self, listener, number, kind):
        kept = []
        while True:
            sock, _ = listener.accept()
            self.said(number, "connection")
            if kind == "count":
                sock.close()
            elif kind == "mute":
                kept.append(sock)
            else:
                threading.Thread(target=self.talk, args=(sock, number),
                                 daemon=True).start()


def listen(address):
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET,
                      socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if host == "::":
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.bind((host, int(port)))
    s.listen(100)
    return s


def fill(listener):
    """Nobody is accepted, and no more may wait for it."""
    listener.listen(0)
    for _ in range(4):
        s = socket.socket(listener.family, socket.SOCK_STREAM)
        s.setblocking(False)
        s.connect_ex(listener.getsockname()[:2])
        WAITING.append(s)


def main():
    server = Server(sys.argv[1])
    for i, address in enumerate(sys.argv[2:]):
        address, _, kind = address.partition("/")
        listener = listen(address)
        if kind == "full":
            fill(listener)
        host, port = listener.getsockname()[:2]
        print("[%s]:%d" % (host, port) if ":" in host else
              "%s:%d" % (host, port))
        if kind != "full":
            threading.Thread(target=server.accept, args=(listener, i, kind),
                             daemon=True).start()
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


def _dies_with(parent):
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


class Hostile:
    def __init__(self, folder, addresses):
        self.log = os.path.join(folder, "hostile.log")
        parent = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), self.log] + addresses,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            preexec_fn=lambda: _dies_with(parent))
        self.hosts = [self.process.stdout.readline().decode().strip()
                      for _ in addresses]
        if "" in self.hosts:
            raise RuntimeError("the server does not start")
        self.urls = ["http://" + x for x in self.hosts]
        self.ports = [int(x.rpartition(":")[2]) for x in self.hosts]
        atexit.register(self.stop)

    def _said(self, number, what, since):
        with open(self.log) as f:
            f.seek(since)
            return [x for x in map(json.loads, f) if x["what"] == what and
                    number in (None, x["number"])]

    def mark(self):
        return os.path.getsize(self.log)

    def requests(self, number=None, since=0):
        return self._said(number, "request", since)

    def connections(self, number=None, since=0):
        return len(self._said(number, "connection", since))

    def stop(self):
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(10)
        self.process.stdout.close()


if __name__ == "__main__":
    main()
