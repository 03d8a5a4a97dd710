#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make_archives.py DEST - the archives among the seeds of the fuzz targets.

Takes cpio, ar, 7z and bsdtar; what is made twice is the same to the byte where
the program makes it so.  No cab is among them: libarchive 3.6 reads beyond the
end of some that are damaged, which an unpacker may die of and a fuzzer not."""
import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

FILES = {"a.csv": b"id,name\n1,anna\n2,bob\n", "sub/b.csv": b"x,y\n1,2\n"}


def rar(files):
    """RAR 4, stored."""
    def block(kind, flags, rest, data=b""):
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xffff) + head + data
    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for k, text in files.items():
        k = k.replace("/", "\\").encode()
        out += block(0x74, 0x8000, struct.pack(
            "<IIBIIBBHI", len(text), len(text), 3, zlib.crc32(text),
            0x52a56000, 20, 0x30, len(k), 0o100644) + k, text)
    return out + block(0x7b, 0x4000, b"")


def cab(files):
    """One folder, not compressed."""
    data, entries, at = b"".join(files.values()), b"", 0
    for k, text in files.items():
        entries += struct.pack("<IIHHHH", len(text), at, 0, 0x5021, 0, 0x20) \
            + k.replace("/", "\\").encode() + b"\0"
        at += len(text)
    start = 36 + 8 + len(entries)
    return struct.pack(
        "<4sIIIIIBBHHHHH", b"MSCF", 0, start + 8 + len(data), 0, 44, 0, 3, 1,
        1, len(files), 0, 1, 0) + struct.pack("<IHH", start, 1, 0) + \
        entries + struct.pack("<IHH", 0, len(data), len(data)) + data


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for k, text in files.items():
            z.writestr(zipfile.ZipInfo(k, (2020, 1, 1, 0, 0, 0)), text,
                       zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for k, text in files.items():
            info = tarfile.TarInfo(k)
            info.size = len(text)
            t.addfile(info, io.BytesIO(text))
    return gzip.compress(out.getvalue(), mtime=0)


def main():
    dest = os.path.abspath(sys.argv[1])

    def path(name):
        return os.path.join(dest, "archive" + name)
    for name, data in ((".zip", zipped(FILES)), (".tar.gz", tarred(FILES)),
                       (".rar", rar(FILES)),
                       (".csv.gz", gzip.compress(FILES["a.csv"], mtime=0))):
        with open(path(name), "wb") as f:
            f.write(data)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("sub")
        for k, text in FILES.items():
            with open(k, "wb") as f:
                f.write(text)
            os.utime(k, (1600000000, 1600000000))
        for command in (
                ["7z", "a", "-bd", path(".7z"), *FILES],
                ["ar", "rcD", path(".ar"), "a.csv", "sub/b.csv"],
                ["bsdtar", "-cf", path(".xar"), "--format", "xar", *FILES]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["cpio", "-o", "-H", "newc", "-F", path(".cpio")],
                       input="\n".join(FILES).encode(), check=True,
                       stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
