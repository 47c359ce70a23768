"""Finds the routes of a service whose responses have lists in them, in its OpenAPI document."""

from typing import Any

from flask import Flask


def paths_with_lists(app: Flask) -> set[str]:
    """Return the paths that respond to GET with a JSON list of any kind, as OpenAPI writes them."""
    document = app.test_client().get("/openapi.json").get_json()
    schemas = document["components"]["schemas"]
    return {
        path
        for path, operations in document["paths"].items()
        if "get" in operations and _has_list(operations["get"]["responses"]["200"], schemas)
    }


def _has_list(schema: Any, schemas: dict[str, Any]) -> bool:
    if isinstance(schema, list):
        return any(_has_list(part, schemas) for part in schema)
    if not isinstance(schema, dict):
        return False
    if schema.get("type") == "array":
        return True
    named = schema.get("$ref")
    parts = [*schema.values(), schemas[named.rpartition("/")[2]] if named else None]
    return any(_has_list(part, schemas) for part in parts)
