# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds a JSON document against a JSON schema (draft 7): as much of it as the schema of SARIF uses."""
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_of_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def complaints_of_object(value, schema, root, path):
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    wrong = [f"{path}: '{name}' is missing" for name in schema.get("required", []) if name not in value]
    for name, item in value.items():
        if name in known:
            wrong += complaints(item, known[name], root, f"{path}/{name}")
        elif more is False:
            wrong.append(f"{path}: '{name}' is not known")
        elif isinstance(more, dict):
            wrong += complaints(item, more, root, f"{path}/{name}")
    return wrong


def complaints_of_array(value, schema, root, path):
    wrong = []
    if len(value) < schema.get("minItems", 0):
        wrong.append(f"{path}: too few")
    if schema.get("uniqueItems") and len({repr(item) for item in value}) < len(value):
        wrong.append(f"{path}: not all are different")
    for number, item in enumerate(value):
        wrong += complaints(item, schema.get("items", {}), root, f"{path}/{number}")
    return wrong


def complaints_of_value(value, schema, path):
    wrong = []
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{path}: {value!r} is none of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{path}: {value!r} is not like {schema['pattern']}")
    if is_of_type(value, "number"):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            wrong.append(f"{path}: {value} is out of bounds")
    return wrong


def complaints(value, schema, root, path=""):
    """What is wrong with `value`; an empty list when it fits."""
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part]
        return complaints(value, target, root, path)
    wrong = []
    names = schema.get("type")
    if names is not None and not any(is_of_type(value, name) for name in ([names] if isinstance(names, str) else names)):
        return [f"{path}: {value!r} is no {names}"]
    for word, holds in (("anyOf", any), ("allOf", all), ("oneOf", lambda fits: sum(fits) == 1)):
        if word in schema and not holds([not complaints(value, one, root, path) for one in schema[word]]):
            wrong.append(f"{path}: {word} does not hold")
    if isinstance(value, dict):
        wrong += complaints_of_object(value, schema, root, path)
    elif isinstance(value, list):
        wrong += complaints_of_array(value, schema, root, path)
    return wrong + complaints_of_value(value, schema, path)
