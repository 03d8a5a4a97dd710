# SPDX-License-Identifier: LGPL-2.1-or-later
"""What documentation shows, tried: commands and what they print.

A block of lines is a list of commands, each behind "$ ", with its standard
output below it.  `polyscraper` is the program under test.
"""
import os
import subprocess

import harness as h


def commands(lines):
    """[(command, output)] of the lines of a block."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append([line[2:], ""])
        else:
            found[-1][1] += line + "\n"
    return found


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def _shell(command, folder):
    plugins = ' --plugin-dir "$PS_PLUGINS"' if h.PLUGINS else ""
    start = ('polyscraper() { local verb=$1; shift; "$PS" "$verb"' + plugins +
             ' "$@"; }\n')
    r = subprocess.run(["bash", "-c", start + command], cwd=folder,
                       env=dict(os.environ, PS=h.PS, PS_PLUGINS=h.PLUGINS),
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=60 * h.SLOW)
    return (r.stdout.decode("utf-8", "replace"),
            r.stderr.decode("utf-8", "replace"))


def prove(folder, name, command, wanted):
    out, err = _shell(command, folder)
    h.ok(out == wanted, "%s: %s" % (name, command), "wanted:", wanted, "got:",
         out, err)
