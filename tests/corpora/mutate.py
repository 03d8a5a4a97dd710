# SPDX-License-Identifier: LGPL-2.1-or-later
"""mutate.py - documents as other programs, editors and mail leave them."""

MARKS = [b",", b";", b"\t", b"|", b'"', b"'", b"\\", b"\n", b"\r", b"\0",
         b"\xe9", b"\xc3\xa9", b"\xef\xbb\xbf", b" ", b"#", b"\x1a", b"=", b"0"]


def byte(r, b):
    at = r.randrange(len(b) + 1)
    return b[:at] + r.choice(MARKS) + b[at + r.randrange(2):]


def cut(r, b):
    at = r.randrange(len(b) + 1)
    return b[:at] + b[at + r.randrange(200):]


def end(r, b):
    return b[:r.randrange(len(b) + 1)]


def ends(r, b):
    b = b.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b.replace(b"\n", r.choice([b"\n", b"\r", b"\r\n"]))


def some_ends(r, b):
    lines = b.splitlines()
    return b"".join(x + r.choice([b"\n", b"\r\n"]) for x in lines)


def line(r, b):
    """One line is moved, doubled or gone."""
    lines = b.splitlines(True) or [b""]
    at = r.randrange(len(lines))
    one = lines.pop(at)
    for _ in range(r.randrange(3)):
        lines.insert(r.randrange(len(lines) + 1), one)
    return b"".join(lines)


def blank(r, b):
    lines = b.splitlines(True)
    lines.insert(r.randrange(len(lines) + 1), r.choice(
        [b"\n", b"\r\n", b" \n", b",,,\n", b";;\n", b"# note\n",
         b"Total\n", b"Source: elsewhere\n"]))
    return b"".join(lines)


def quote(r, b):
    """A quote that opens or closes is gone, or there is one too many."""
    at = [i for i, c in enumerate(b) if c == 34]
    if not at:
        return byte(r, b)
    i = r.choice(at)
    return b[:i] + r.choice([b"", b'""', b'\\"', b"'"]) + b[i + 1:]


def delimiter(r, b):
    lines = b.splitlines(True) or [b""]
    at = r.randrange(len(lines))
    lines[at] = lines[at].replace(b",", r.choice([b";", b"\t", b"|", b", "]))
    return b"".join(lines)


def encoding(r, b):
    """Some lines, or all, are in another one."""
    try:
        text = b.decode("utf-8")
        other = r.choice(["cp1252", "utf-16le", "utf-16be", "cp1251"])
    except UnicodeDecodeError:
        return b
    if other.startswith("utf-16"):
        return text.encode(other, "replace")
    at = r.randrange(len(text) + 1)
    text = text[:at] + "\xe9t\xe9" + text[at:]
    return text[:at].encode() + text[at:].encode(other, "replace")


WAYS = [byte, byte, cut, end, ends, some_ends, line, line, blank, quote,
        quote, delimiter, encoding]


def mutate(r, b):
    for _ in range(r.randint(1, 4)):
        b = r.choice(WAYS)(r, b)
    return b
