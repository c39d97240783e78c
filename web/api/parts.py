"""Parts of which the OpenAPI document is made."""

from typing import Any

from web import problems
from web.problems import Kind

LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The language of what problems say: English, Welsh or Arabic, and English where none of these is "
    "asked for. The header Content-Language says which it is.",
    "schema": {"type": "string", "examples": ["en", "cy", "ar-EG, en;q=0.5"]},
}


def refused(*kinds: Kind) -> dict[str, Any]:
    """Return the answers for problems, by status; two of one status share an answer."""
    said: dict[str, list[str]] = {}
    for kind in (*kinds, problems.OURS):
        said.setdefault(str(kind.status), []).append(str(kind.title))
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {status: {"description": "; ".join(titles), "content": content} for status, titles in sorted(said.items())}


def ok(description: str, name: str) -> dict[str, Any]:
    """Return the answer 200 with a schema."""
    return {"200": {"description": description, "content": {"application/json": {"schema": ref(name)}}}}


def parameter(name: str, description: str) -> dict[str, Any]:
    """Return a part of an address."""
    return {"name": name, "in": "path", "required": True, "description": description, "schema": {"type": "string"}}


def object_of(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has all of its properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def ref(name: str) -> dict[str, Any]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}
