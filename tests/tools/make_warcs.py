# SPDX-License-Identifier: LGPL-2.1-or-later
"""Web archives, byte for byte as a test wants them."""
import base64
import gzip
import hashlib

DATE = "2024-05-06T07:08:09Z"
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def digest(data, name="sha1", text="base32"):
    h = hashlib.new(name, data)
    return name + ":" + (base64.b32encode(h.digest()).decode()
                         if text == "base32" else h.hexdigest())


def record(kind, block, uri=None, fields=(), version="1.1", end="\r\n",
           length=None, after=None):
    head = ["WARC/" + version, "WARC-Type: " + kind,
            "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012x>"
            % (len(block) + 1), "WARC-Date: " + DATE]
    if uri is not None:
        head.append("WARC-Target-URI: " + uri)
    head += ["%s: %s" % f for f in fields]
    head.append("Content-Length: %d" % (len(block) if length is None
                                        else length))
    return end.join(head + ["", ""]).encode() + block + \
        (b"\r\n\r\n" if after is None else after)


def http(body, status="200 OK", fields=(("Content-Type", "text/csv"),),
         version="HTTP/1.1"):
    head = ["%s %s" % (version, status)] + ["%s: %s" % f for f in fields]
    return "\r\n".join(head + ["", ""]).encode() + body


def response(uri, body, status="200 OK", fields=(("Content-Type", "text/csv"),),
             more=(), **others):
    return record("response", http(body, status, fields), uri,
                  [("Content-Type", "application/http; msgtype=response"),
                   *more], **others)


def chunked(data, sizes=(7, 1, 30)):
    out, at, i = b"", 0, 0
    while at < len(data):
        part = data[at:at + sizes[i % len(sizes)]]
        out += b"%x;x=y\r\n%s\r\n" % (len(part), part)
        at += len(part)
        i += 1
    return out + b"0\r\nX-Trailer: 1\r\n\r\n"


def brotli(data):
    """Brotli that compresses nothing (RFC 7932, section 9.2)."""
    return ((len(data) - 1) << 4 | 1 << 20).to_bytes(3, "little") + data + \
        b"\x03"


def members(records):
    """A gzip member a record."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)
