"""A small checker of the JSON Schema words that our schemas use; raises on any other word."""

import json
from importlib import resources

TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
    "number": (int, float), "integer": int,
}  # fmt: skip
KNOWN = {
    "$schema", "$id", "title", "description", "type", "properties", "required", "items", "enum",
    "const", "anyOf", "additionalProperties", "minimum", "maximum", "minLength",
}  # fmt: skip


def schema(name):
    """Return a published schema."""
    return json.loads((resources.files("sinews.report") / "schemas" / f"{name}.json").read_text())


def problems(value, rule, place="$"):
    """Return where a value breaks a schema."""
    if rule in (True, False):
        return [] if rule else [f"{place}: not allowed"]
    assert not set(rule) - KNOWN, f"{place}: words unknown to this checker"
    found = []
    if "const" in rule and value != rule["const"]:
        found.append(f"{place}: {value!r} is not {rule['const']!r}")
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{place}: {value!r} is none of {rule['enum']}")
    if "anyOf" in rule and all(problems(value, one, place) for one in rule["anyOf"]):
        found.append(f"{place}: fits none")
    if "type" in rule and not any(_is(value, name) for name in _many(rule["type"])):
        found.append(f"{place}: {value!r} is no {rule['type']}")
    if _is(value, "number") and not rule.get("minimum", value) <= value <= rule.get(
        "maximum", value
    ):
        found.append(f"{place}: {value} out of bounds")
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        found.append(f"{place}: too short")
    if isinstance(value, list) and "items" in rule:
        for at, inner in enumerate(value):
            found += problems(inner, rule["items"], f"{place}[{at}]")
    if isinstance(value, dict):
        found += _object_problems(value, rule, place)
    return found


def _object_problems(value, rule, place):
    found = [f"{place}.{name}: missing" for name in rule.get("required", ()) if name not in value]
    for name, inner in value.items():
        default = rule.get("additionalProperties", True)
        wanted = rule.get("properties", {}).get(name, default)
        found += problems(inner, wanted, f"{place}.{name}")
    return found


def _many(kind):
    return kind if isinstance(kind, list) else [kind]


def _is(value, name):
    if isinstance(value, bool) and name in ("number", "integer"):
        return False
    return isinstance(value, TYPES[name])
