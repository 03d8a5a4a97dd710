# SPDX-License-Identifier: LGPL-2.1-or-later
"""trees.py - what Python's json and xml, and PyYAML, find in the documents of
tests/data/trees: each table of each document, into want.json."""
import json
import xml.etree.ElementTree as etree

import yaml


class Word(str):
    """A number or word as it is written."""


def scalar(v):
    return ("true" if v else "false") if isinstance(v, bool) else v


def is_table(v):
    return isinstance(v, list) and bool(v) and isinstance(v[0], dict)


def cell(v):
    """What is one cell: of a list its JSON, the words in it as they are."""
    if not isinstance(v, (list, dict)):
        return scalar(v)

    def plain(x):
        if isinstance(x, list):
            return [plain(y) for y in x]
        if isinstance(x, dict):
            return {k: plain(y) for k, y in x.items()}
        return json.loads(x) if isinstance(x, Word) else x
    return {"json": plain(v)}


def flat(record, whole=(), unwrap=(), prefix=""):
    row = {}
    for k, v in record.items():
        if isinstance(v, dict) and v and k not in whole:
            row.update(flat(v, whole, unwrap,
                            prefix + ("" if k in unwrap else k + "_")))
        elif not is_table(v) or k in whole:
            row[prefix + k] = cell(v)
    return row


def lists_in(record, prefix=""):
    for k, v in record.items():
        if isinstance(v, dict):
            yield from lists_in(v, prefix + k + "_")
        elif is_table(v):
            yield prefix + k, v


def tables(records, key="", out=None, parents=None, **how):
    """The records' table first, then those of lists in them."""
    out = {} if out is None else out
    mine = out.setdefault(key, [])
    for i, r in enumerate(records):
        row = flat(r, **how) if isinstance(r, dict) else {"value": cell(r)}
        if parents is not None:
            row.update(_parent=str(parents), _ord=str(i + 1))
        mine.append(row)
        for k, v in lists_in(r) if isinstance(r, dict) else ():
            tables(v, key + "_" + k, out, len(mine), **how)
    return out


def told(found):
    """Columns, and rows of them."""
    result = []
    for rows in found.values():
        names = sorted(set(k for r in rows for k in r))
        result.append({"columns": names,
                       "rows": [[r.get(k) for k in names] for r in rows]})
    return result


def from_json(text):
    return json.loads(text, parse_int=Word, parse_float=Word)


def from_yaml(text):
    loader = yaml.SafeLoader(text)
    made = []

    def build(node):
        if isinstance(node, yaml.SequenceNode):
            return [build(x) for x in node.value]
        if isinstance(node, yaml.MappingNode):
            loader.flatten_mapping(node)
            return {k.value: build(v) for k, v in node.value}
        if node.tag.endswith(":null"):
            return None
        plain = node.style is None and node.tag.rsplit(":")[-1] in (
            "int", "float", "bool") and node.value not in ("yes", "no", "on")
        return Word(node.value) if plain else node.value
    while loader.check_node():
        made.append(build(loader.get_node()))
    return made


def local(name):
    return name.rsplit("}", 1)[-1]


def from_xml(name, record, columns):
    """Records by their tag; columns by paths, @NAME for an attribute."""
    root = etree.parse(name).getroot()
    for e in root.iter():
        e.tag = local(e.tag)
        e.attrib = {local(k): v for k, v in e.attrib.items()}
    rows = []
    for e in root.iterfind(".//" + record):
        row = {}
        for column, p in columns.items():
            steps, _, attribute = p.partition("@")
            at = e.find(steps.strip("/")) if steps else e
            if at is not None:
                row[column] = at.get(attribute) if attribute else "".join(
                    at.itertext()).strip()
        rows.append({k: v or None for k, v in row.items()})
    return told({record: rows})


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def main():
    want = {}
    for name in ("rules.json", "link.json", "towns.json"):
        want[name] = told(tables(from_json(read(name))))
    want["stream.ndjson"] = told(tables(
        [from_json(x) for x in read("stream.ndjson").splitlines()]))
    d, at, texts = json.JSONDecoder(parse_int=Word), 0, []
    text = read("texts.json").strip()
    while at < len(text):
        v, at = d.raw_decode(text, at)
        texts.append(v)
        at += len(text[at:]) - len(text[at:].lstrip())
    want["texts.json"] = told(tables(texts))
    want["map.json"] = told({"": [dict(flat(v), _key=k) for k, v in from_json(
        read("map.json")).items()]})
    want["points.geojson"] = told(tables(
        from_json(read("points.geojson"))["features"], whole=("geometry",),
        unwrap=("properties",)))
    want["package-lock.json"] = told(tables([from_json(
        read("package-lock.json"))]))
    want["mounts.json"] = told(tables(from_json(
        read("mounts.json"))["filesystems"]))
    for name in ("towns.yaml",):
        want[name] = told(tables(from_yaml(read(name))[0]))
    want["flow.yml"] = told(tables(from_yaml(read("flow.yml"))[0]["rows"]))
    want["stream.yaml"] = told(tables(from_yaml(read("stream.yaml"))))
    kinds = {}
    for r in from_yaml(read("manifests.yaml")):
        kinds.setdefault(r["kind"], []).append(r)
    want["manifests.yaml"] = [t for k in kinds.values()
                              for t in told(tables(k))]
    want["compose.yaml"] = told(tables(from_yaml(read("compose.yaml"))))
    want["api.yaml"] = told(tables(from_yaml(read("api.yaml"))[0]["tags"]))
    want["points.kml"] = from_xml("points.kml", "Placemark", {
        "name": "name", "Point_coordinates": "Point/coordinates"})
    want["points.gpx"] = from_xml("points.gpx", "wpt", {
        "lat": "@lat", "lon": "@lon", "name": "name"})
    want["points.gml"] = from_xml("points.gml", "featureMember", {
        "points_name": "points/name", "points_tall": "points/tall",
        "points_id": "points@id"})
    want["call.xml"] = from_xml("call.xml", "member", {"name": "name"})
    want["outline.opml"] = from_xml("outline.opml", "body/outline", {
        "text": "@text", "_note": "@_note", "outline_text": "outline@text",
        "outline__note": "outline@_note"})
    with open("want.json", "w", encoding="utf-8") as f:
        f.write("{\n" + ",\n".join(
            "%s: %s" % (json.dumps(k), json.dumps(v, ensure_ascii=False))
            for k, v in want.items()) + "\n}\n")


main()
