# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plugins that play a source and Postgres, compiled for a test."""
import os
import shutil
import subprocess

import harness as h

STUBS = (("sources", "mute"), ("sinks", "postgres"))


def _compile(cc, folder, name):
    os.makedirs(folder, 0o755, exist_ok=True)
    module = os.path.join(folder, name + ".so")
    built = subprocess.run(
        cc + ["-std=gnu17", "-D_GNU_SOURCE", "-shared", "-fPIC", "-I",
              os.path.join(h.SOURCE, "core"), "-o", module,
              os.path.join(h.SOURCE, "tests/plugins/%s.c" % name)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if built.returncode != 0:
        h.ok(False, "the plugin %s compiles" % name, built.stdout.decode())
        h.done()
    os.chmod(module, 0o755)


def _without_real(folder):
    """A copy of the program with its plugins but those that are played."""
    for root, _, files in os.walk(h.PLUGINS):
        to = os.path.join(folder, os.path.relpath(root, h.PLUGINS))
        for name in files:
            if (os.path.basename(root), name.split(".")[0]) in STUBS:
                continue
            os.makedirs(to, 0o755, exist_ok=True)
            os.symlink(os.path.realpath(os.path.join(root, name)),
                       os.path.join(to, name))
    h.PLUGINS = folder
    h.PS = shutil.copy(h.PS, os.path.dirname(folder))


def plugins():
    """The options with which the program loads them; else all is skipped."""
    cc = os.environ.get("CC", "cc").split()
    if not shutil.which(cc[0]):
        h.skip_all("no compiler for the plugins")
    folder = h.path("plugins")
    for kind, name in STUBS:
        _compile(cc, os.path.join(folder, kind), name)
    if os.path.isdir(h.PLUGINS):
        _without_real(h.path("bin/modules"))
    more = ("--plugin-dir", folder)
    if h.run("plugins", "postgres", *more).status != 0:
        h.skip_all("this program loads no plugins from outside")
    return more


def one(kind, name):
    """A plugin of the tests' own alone: the options that load it."""
    cc = os.environ.get("CC", "cc").split()
    if not shutil.which(cc[0]):
        h.skip_all("no compiler for the plugin")
    folder = h.path("plugins")
    _compile(cc, os.path.join(folder, kind), name)
    if h.run("plugins", name, "--plugin-dir", folder).status != 0:
        h.skip_all("this program loads no plugins from outside")
    return ("--plugin-dir", folder)
