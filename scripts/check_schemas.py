"""check_schemas.py - the work of scripts/check-schemas, which see.

Prints one line for each thing that is wrong, then "N passed, N failed".
"""
import glob, json, os, sys
from jsonschema import Draft202012Validator, FormatChecker, RefResolver

KINDS = ("text", "number", "flag", "set", "date", "time")
count, docs, valid = {True: 0, False: 0}, {}, {}

def check(good, where, why):
    count[good] += 1
    if not good:
        print("%s: %s" % (where, why))

def shape(name, d):
    """What is wrong with the schema of a record type, or None."""
    props, key, order = d["properties"], d["x-key"], d["x-order"]
    if list(props) != ["type"] + key + order + ["attrs", "change"]:
        return "properties differ from type, x-key, x-order, attrs, change"
    if d["required"] != ["type"] + key or props["type"]["const"] != name:
        return "required or type differs from x-key or the file name"
    for m in key + order:
        p, kind = props[m], props[m].get("x-kind")
        if kind not in KINDS or (kind == "set") != p.get("x-set", False):
            return m + ": x-kind or x-set"
        if kind not in ("text", p.get("$ref", "").split("/")[-1]):
            return m + ": x-kind differs from $ref"
        if m in key and (kind != "text" or p.get("type") != "string"):
            return m + ": a key member must be text"
        for e in p.get("examples", [] if kind == "flag" else [None]):
            if not valid[name].evolve(schema=p).is_valid(e):
                return "%s: example %r is not valid" % (m, e)

def lines(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        for n, text in enumerate(f, 1):
            yield "%s:%d" % (path, n), text.rstrip("\n")

def schema_of(record):
    for mark, name in (("@stream", "head"), ("~seal", "seal"),
                       ("~fail", "seal")):
        if mark in record:
            return valid[name]
    return valid[record["type"]]

for path in sorted(glob.glob("schemas/v1/*.schema.json")):
    docs[os.path.basename(path)[:-len(".schema.json")]] = json.load(open(path))
store = {d["$id"]: d for d in docs.values()}
for name, d in docs.items():
    path = "schemas/v1/%s.schema.json" % name
    wrong = [e.message for e in Draft202012Validator(
        Draft202012Validator.META_SCHEMA).iter_errors(d)]
    valid[name] = Draft202012Validator(
        d, resolver=RefResolver(d["$id"], d, store),
        format_checker=FormatChecker())
    if not wrong and name not in ("head", "seal", "common"):
        wrong = [w for w in [shape(name, d)] if w]
    check(not wrong, path, wrong)
    for sort in ("good", "bad"):
        path = "testdata/schemas/%s.%s.jsonl" % (name, sort)
        if name != "common" and not os.path.exists(path):
            check(False, path, "is missing")
        for where, text in lines(path) if name != "common" else []:
            wrong = [e.message for e in valid[name].iter_errors(
                json.loads(text))]
            check((not wrong) == (sort == "good"), where,
                  wrong or "is valid, and must not be")
for path in sorted(glob.glob("testdata/contract/records/*.txt")):
    for where, text in lines(path):
        if text.startswith("> {"):
            try:
                record = json.loads(text[2:])
                wrong = [e.message for e in
                         schema_of(record).iter_errors(record)]
            except (ValueError, KeyError) as e:
                wrong = [repr(e)]
            check(not wrong, where, wrong)
print("%d passed, %d failed" % (count[True], count[False]))
sys.exit(1 if count[False] else 0)
