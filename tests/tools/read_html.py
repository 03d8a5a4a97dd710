# SPDX-License-Identifier: LGPL-2.1-or-later
"""read_html.py - the tables of a page as another reader finds them: Python's
html.parser and the grid of the HTML standard, nothing of ours.

    read_html.tables(text) -> [Table], in the order in which they end
    read_html.expected(table) -> (header, rows), as a spreadsheet would have it
"""
import html.parser
import re

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link",
        "meta", "param", "source", "track", "wbr"}
BLOCK = {"p", "div", "li", "ul", "ol", "br", "dl", "dt", "dd", "h1", "h2",
         "h3", "table", "tr", "td", "th", "pre"}


class Cell:
    def __init__(self, tag, attrs):
        self.head = tag == "th"
        self.text = ""
        self.links = []
        self.colspan = max(1, int(attrs.get("colspan") or 1))
        self.rowspan = int(attrs.get("rowspan") or 1)


class Table:
    def __init__(self):
        self.caption = ""
        self.groups = []        # (kind, [[Cell]])
        self.nested = False

    def grid(self):
        """[(kind, [Cell or None])]: each group by itself, feet last."""
        order = [g for g in self.groups if g[0] != "tfoot"]
        order += [g for g in self.groups if g[0] == "tfoot"]
        rows = []
        for kind, group in order:
            slots = {}
            for y, cells in enumerate(group):
                x = 0
                for c in cells:
                    while (y, x) in slots:
                        x += 1
                    down = len(group) - y if c.rowspan == 0 else c.rowspan
                    for i in range(min(down, len(group) - y)):
                        for k in range(c.colspan):
                            slots.setdefault((y + i, x + k), c)
                    x += c.colspan
            width = max([x + 1 for _, x in slots] or [0])
            for y, cells in enumerate(group):
                if cells:
                    rows.append((kind, [slots.get((y, x))
                                        for x in range(width)]))
        return rows


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.done = [], []
        self.at = []            # per table: the cell or "caption" at hand
        self.note = 0           # elements in a mark of a note
        self.raw = 0            # in what is no text

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("script", "style"):
            self.raw += 1
        if self.note and tag not in VOID:
            self.note += 1
        elif attrs.get("role") == "doc-noteref":
            self.note = 1
        if tag == "table":
            if self.open:
                self.open[-1].nested = True
            self.open.append(Table())
            self.at.append(None)
            return
        if not self.open:
            return
        t = self.open[-1]
        if tag in ("thead", "tbody", "tfoot"):
            t.groups.append((tag, []))
            self.at[-1] = None
        elif tag == "caption":
            self.at[-1] = "caption"
        elif tag == "tr":
            if not t.groups:
                t.groups.append(("tbody", []))
            t.groups[-1][1].append([])
            self.at[-1] = None
        elif tag in ("td", "th"):
            self.at[-1] = Cell(tag, attrs)
            t.groups[-1][1][-1].append(self.at[-1])
        elif isinstance(self.at[-1], Cell):
            if tag in BLOCK:
                self.at[-1].text += " "
            if tag == "a" and attrs.get("href"):
                self.at[-1].links.append(attrs["href"])

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.raw -= 1
        self.note -= self.note > 0
        if tag == "table" and self.open:
            self.done.append(self.open.pop())
            self.at.pop()
        elif self.open and tag in ("td", "th", "caption"):
            self.at[-1] = None
        elif self.open and tag in ("thead", "tbody", "tfoot"):
            self.open[-1].groups.append(("tbody", []))
        elif self.open and tag in BLOCK and isinstance(self.at[-1], Cell):
            self.at[-1].text += " "

    def handle_data(self, data):
        if self.raw or self.note or not self.open:
            return
        data = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self.at[-1] == "caption":
            self.open[-1].caption += data
        elif self.at[-1] is not None:
            self.at[-1].text += data


def squeeze(text):
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" \xa0")


def tables(text):
    if not re.search("<table", text, re.I):
        text = "<table>%s</table>" % text
    r = Reader()
    r.feed(text)
    r.close()
    return r.done


def expected(table):
    """(names, rows) of a table whose header is <thead>, <th> or row 1."""
    grid = table.grid()
    head = [g for g in grid if g[0] == "thead"]
    if not head:
        while len(head) < len(grid) and all(
                c is None or c.head for c in grid[len(head)][1]):
            head.append(grid[len(head)])
    if not head:
        head = grid[:1]
    body = grid[len(head):]
    width = max(len(cells) for _, cells in grid)
    names = []
    for x in range(width):
        seen = []
        for _, cells in head:
            c = cells[x] if x < len(cells) else None
            whole = len(set(map(id, cells))) == 1 and len(head) > 1
            if c is not None and c not in seen and not whole:
                seen.append(c)
        names.append(" ".join(filter(None, (squeeze(c.text) for c in seen))))
    rows = []
    for _, cells in body:
        row = [squeeze(c.text) if c is not None else "" for c in cells]
        rows.append(tuple(row + [""] * (width - len(row))))
    return names, rows
