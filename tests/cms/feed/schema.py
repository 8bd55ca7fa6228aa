"""The part of JSON Schema that our schemas use, to test against."""

from __future__ import annotations

from typing import Any

TYPES = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], place: str = "data") -> list[str]:
    """Where `value` does not fit `schema`."""
    if "anyOf" in schema:
        found = [faults(value, each, place) for each in schema["anyOf"]]
        return [] if [] in found else found[0]
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in {TYPES[name] for name in names}:
        return [f"{place} is {value!r}, not {names}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place} is {value!r}"]
    if isinstance(value, list):
        parts = [(each, schema["items"], f"{place}[]") for each in value]
    elif isinstance(value, dict) and "properties" in schema:
        if set(value) != set(schema["properties"]):
            return [f"{place} has the keys {sorted(value)}"]
        parts = [(value[key], schema["properties"][key], f"{place}.{key}") for key in value]
    elif isinstance(value, dict):
        more = schema["additionalProperties"]
        parts = [(each, more, f"{place}.{key}") for key, each in value.items()]
    else:
        parts = []
    return [fault for part in parts for fault in faults(*part)]
