# SPDX-License-Identifier: LGPL-2.1-or-later
"""Certificates of a test: two authorities, and what they signed."""
import os
import subprocess

CONFIG = """[ca]
default_ca = all
[all]
dir = %(dir)s
database = %(dir)s/index
new_certs_dir = %(dir)s
serial = %(dir)s/serial
policy = any
default_md = sha256
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
commonName = nobody
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[server]
basicConstraints = CA:false
subjectAltName = IP:127.0.0.1,IP:::1,DNS:localhost
[elsewhere]
basicConstraints = CA:false
subjectAltName = DNS:elsewhere.example
[client]
basicConstraints = CA:false
extendedKeyUsage = clientAuth
"""
PAST = ("-startdate", "20200101000000Z", "-enddate", "20200201000000Z")


class Certificates:
    """In a folder: ca.pem, other-ca.pem, and as NAME.pem with NAME.key:
    server, elsewhere (another host's), expired, client, selfsigned, and
    stranger (signed by the other authority)."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, 0o700)
        self._file("index", "")
        self._file("serial", "1000\n")
        self.config = self._file("openssl.cnf", CONFIG % {"dir": folder})
        for name in ("ca", "other-ca"):
            self._key(name)
            self._self_signed(name, "authority")
        self._key("selfsigned")
        self._self_signed("selfsigned", "server")
        for name, ca, extensions, more in (
                ("server", "ca", "server", ()),
                ("elsewhere", "ca", "elsewhere", ()),
                ("expired", "ca", "server", PAST),
                ("client", "ca", "client", ()),
                ("stranger", "other-ca", "client", ())):
            self._key(name)
            self._signed(name, ca, extensions, more)

    def __call__(self, name):
        return os.path.join(self.folder, name)

    def _file(self, name, text):
        with open(self(name), "w") as f:
            f.write(text)
        return self(name)

    def _openssl(self, *args):
        p = subprocess.run(["openssl", *args], stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if p.returncode != 0:
            raise RuntimeError("openssl %s: %s" % (
                " ".join(args), p.stdout.decode("latin-1")))

    def _key(self, name):
        self._openssl("ecparam", "-genkey", "-noout", "-name", "prime256v1",
                      "-out", self(name + ".key"))

    def _self_signed(self, name, extensions):
        self._openssl("req", "-new", "-x509", "-config", self.config, "-subj",
                      "/CN=" + name, "-key", self(name + ".key"),
                      "-extensions", extensions, "-days", "2", "-out",
                      self(name + ".pem"))

    def _signed(self, name, ca, extensions, more):
        self._openssl("req", "-new", "-config", self.config, "-subj",
                      "/CN=" + name, "-key", self(name + ".key"), "-out",
                      self(name + ".csr"))
        self._openssl("ca", "-batch", "-notext", "-config", self.config,
                      "-cert", self(ca + ".pem"), "-keyfile",
                      self(ca + ".key"), "-extensions", extensions, "-in",
                      self(name + ".csr"), "-out", self(name + ".pem"),
                      *(more or ("-days", "2")))
