# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of harvests share: pipelines of source.http, and what is known
of a generated site once it is loaded."""
import os

import harness as h
import make_site
import nginx

# Not the sitemap, whose name ends in .xml.gz.
ACCEPT = {"name": ("*.csv", "*.tsv", "*.txt", "*.json", "*.html", "*.csv.gz",
                   "*.zip")}
# The files of a site that are no documents.
NO_DOCUMENTS = ("--exclude", "index.html", "--exclude", "robots.txt",
                "--exclude", "sitemap*", "--exclude", "secret.csv",
                "--exclude", "more.csv")
# How far a harvest has come, and what a server said of documents.
NOT_COMPARED = tuple(x for name in (
    "root", "reader", "options", "why", "confidence", "_ps_frontier", "_ps_sites", "_ps_crawls")
    for x in ("--ignore", name))

_scripts = 0


def need(*more):
    """The program with its source, and a server; else all is skipped."""
    h.need_program()
    if h.run("plugins", "http").status != 0:
        h.skip_all("no plugin http")
    if nginx.lacks():
        h.skip_all(nginx.lacks())
    for name in more:
        if nginx.shutil.which(name) is None:
            h.skip_all("no " + name)


def lua(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        return "{ %s }" % ", ".join("[%s] = %s" % (lua(k), lua(v))
                                    for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "{ %s }" % ", ".join(map(lua, value))
    return '"%s"' % str(value).replace("\\", "\\\\").replace('"', '\\"')


def script(urls, db, **options):
    """A pipeline file.  Politeness towards ourselves is a matter of single
    tests; the folder is private, and so are the addresses."""
    global _scripts
    _scripts += 1
    options.setdefault("delay_factor", 0)
    options.setdefault("depth", 3)
    options.setdefault("accept", ACCEPT)
    if isinstance(urls, str):
        urls = [urls]
    return h.write("crawl%d.lua" % _scripts, "pipeline {\n  source.http {\n" +
                   "".join("    %s,\n" % lua(u) for u in urls) +
                   "".join("    %s = %s,\n" % (k, lua(v))
                           for k, v in options.items() if v is not None) +
                   "  },\n  sink.sqlite { %s },\n}\n" % lua(db))


def crawl(urls, db, *args, env=None, timeout=60, **options):
    return h.run("run", script(urls, db, **options), *args, env=env,
                 timeout=timeout)


def start(urls, db, *args, **options):
    return h.start("run", script(urls, db, **options), *args,
                   start_new_session=True)


def site(files, late=0, base="", name="site"):
    return make_site.make_site(h.path(name), files, late, base)


def same(disk, web, url, folder, name, *args):
    return h.same(disk, web, name, "--root-a", folder, "--root-b", url,
                  *NOT_COMPARED, *args)


def paths(requests):
    return sorted(r.path for r in requests)


def twice(requests):
    """Addresses that were asked for more than once."""
    seen, found = set(), []
    for r in requests:
        if r.path in seen:
            found.append(r.path)
        seen.add(r.path)
    return found


def no_secret(db, secret, name, *results):
    """Nowhere in the database, its companions, or what was said."""
    found = []
    for end in ("", ".part", "-wal", "-journal"):
        if os.path.exists(db + end):
            with open(db + end, "rb") as f:
                if secret.encode() in f.read():
                    found.append(db + end)
    for r in results:
        if secret in r.err or secret.encode() in r.out:
            found.append(str(r))
    h.ok(not found, name, *found)
