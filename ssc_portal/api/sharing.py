"""What several operations of the OpenAPI document have in common, told once."""

import json
from collections import Counter
from typing import Any


def share(result: dict[str, Any]) -> None:
    """Move parameters and errors that stand in several operations to the components, and leave references to them."""
    operations = [path["get"] for path in result["paths"].values()]
    _move(result, "parameters", [(each["name"], operation["parameters"], place) for operation in operations
                                 for place, each in enumerate(operation.get("parameters", []))])  # fmt: skip
    _move(result, "responses", [(f"status-{status}", operation["responses"], status) for operation in operations
                                for status in operation["responses"] if status != "200"])  # fmt: skip


def _move(result: dict[str, Any], component: str, found: list[tuple[str, Any, Any]]) -> None:
    """Move what stands at some places, each told by a name, a list or an object, and its place there."""
    times = Counter(_text(held[place]) for _name, held, place in found)
    names: dict[str, str] = {}
    shared: dict[str, Any] = result["components"].setdefault(component, {})
    for name, held, place in found:
        text = _text(held[place])
        if times[text] == 1:
            continue
        if text not in names:
            taken = sum(each.partition(".")[0] == name for each in shared)
            names[text] = f"{name}.{taken + 1}" if taken else name
            shared[names[text]] = held[place]
        held[place] = {"$ref": f"#/components/{component}/{names[text]}"}


def _text(each: Any) -> str:
    return json.dumps(each, sort_keys=True)
