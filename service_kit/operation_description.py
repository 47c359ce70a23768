"""Completes what the API's description says of each operation: its errors, `Idempotency-Key`, and examples."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from service_kit.api_examples import FORM, Examples
from service_kit.idempotency import VALID_KEY, idempotent_response
from service_kit.possible_problems import PossibleProblems, ProblemsOfView
from service_kit.problems import SENTENCES, TITLES, Invalid, NotAForm, NotJson, TooLarge, problem_body
from service_kit.problems import Problem as RaisedProblem
from service_kit.rate_limits import is_limited

PROBLEM_TYPE = "application/problem+json"
WHEN_IT_FAILS = "The service can't answer now. Try again later, after `Retry-After` seconds if that header is there."
NOT_FOUND = "There is nothing of this kind with this id, or it isn't yours."
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and "
    "the change happens once.",
    "schema": {"type": "string", "pattern": VALID_KEY.pattern},
    "example": "3f0c8a1e-book-session-12",
}


class FieldError(BaseModel):
    """What is wrong with one field. Further members are limits, such as `max`."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """An error (RFC 9457). `error` repeats the sentence of `detail` for simple clients."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    code: str
    request_id: str | None
    field: str | None = None
    errors: list[FieldError] | None = None


class Operations:
    """Completes the operations of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.components = document.setdefault("components", {})
        schemas = self.components.setdefault("schemas", {})
        definition = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(definition.pop("$defs", {}), Problem=definition)
        self.components["parameters"] = {IDEMPOTENCY_KEY["name"]: IDEMPOTENCY_KEY}
        self.responses = self.components["responses"] = {
            "failed": _response(WHEN_IT_FAILS, {"$ref": "#/components/schemas/Problem"}),
            "refused": _response("Refused", {"$ref": "#/components/schemas/Problem"}),
        }
        self.examples = Examples(schemas)
        self.possible = PossibleProblems()

    def complete(self, view: Callable[..., Any], operation: dict[str, Any], handlers: Mapping[Any, Any]) -> None:
        """`handlers` are those of the view's own blueprint, by the class of the error."""
        found = self._problems(view, operation, handlers)
        responses = operation.setdefault("responses", {})
        responses.pop("400", None)  # the library's own, which names no codes
        if not any(status.startswith("2") for status in responses):
            responses["200"] = {"description": "Done"}
        if "requestBody" in operation:
            body = inspect.signature(inspect.unwrap(view)).parameters.get("body")
            operation["requestBody"]["required"] = body is None or body.default is body.empty
        self.examples.add_to(operation)
        for status, sentences in sorted(found.sentences.items()):
            if status < 500:
                responses[str(status)] = {"$ref": f"#/components/responses/{self._error(status, sentences)}"}
        responses["5XX"] = {"$ref": "#/components/responses/failed"}
        responses["default"] = {"$ref": "#/components/responses/refused"}
        if idempotent_response.__code__ in found.functions:
            parameter = {"$ref": f"#/components/parameters/{IDEMPOTENCY_KEY['name']}"}
            operation["parameters"] = [*operation.get("parameters", []), parameter]

    def _problems(
        self, view: Callable[..., Any], operation: dict[str, Any], handlers: Mapping[Any, Any]
    ) -> ProblemsOfView:
        """What the view's own code may raise, and what is checked before it runs."""
        found = self.possible.of(view)
        before: list[RaisedProblem] = []
        if "requestBody" in operation or "parameters" in operation:
            before.append(Invalid("The request is not valid; `field` names what is wrong with it."))
        taken = operation.get("requestBody", {}).get("content", ())
        if FORM in taken:
            before += [Invalid("The form is not valid.", code="bad_form"), NotAForm(), TooLarge(SENTENCES[413])]
        elif taken:
            before += [Invalid("The body is not valid JSON.", code="bad_json"), NotJson(), TooLarge(SENTENCES[413])]
        if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())):
            before.append(RaisedProblem(404, "not_found", NOT_FOUND))
        if is_limited(view):
            before.append(RaisedProblem(429, "rate_limited", SENTENCES[429]))
        for problem in before:
            if type(problem) in handlers:
                found.add_all(self.possible.of(handlers[type(problem)]))
            else:
                found.add(problem.status, problem.code, problem.detail)
        if "not_found" in found.sentences.get(404, ()):
            found.sentences[404]["not_found"] = NOT_FOUND  # for all routes the same, whatever is not found
        return found

    def _error(self, status: int, sentences: dict[str, str]) -> str:
        """The name of the response with this status and these codes."""
        codes = sorted(sentences)
        name = "-".join((str(status), *codes))
        if name not in self.responses:
            meanings = (f"- `{code}`: {sentences[code]}" if sentences[code] else f"- `{code}`" for code in codes)
            first = next((code for code in codes if sentences[code]), codes[0])
            code = {"type": "object", "properties": {"code": {"type": "string", "enum": codes}}, "required": ["code"]}
            schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, code]}
            self.responses[name] = _response("\n".join((TITLES[status], "", *meanings)), schema)
            example = problem_body(RaisedProblem(status, first, sentences[first] or TITLES[status]))
            self.responses[name]["content"][PROBLEM_TYPE]["example"] = example | {"request_id": "0f4c1d6b2a9e"}
        return name


def _response(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": schema}}}
