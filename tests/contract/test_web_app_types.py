"""The web app's copies of the OpenAPI documents, from which its types are made, equal those that the services serve."""

import json

import pytest
import requests

from tests.support.services import ROOT, Services

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

RENEW = "run .venv/bin/python -m tests.contract.web_app_types"


@pytest.mark.parametrize("service", ["main", "crm"])
def test_the_web_app_is_typed_from_what_the_services_describe(services: Services, service: str) -> None:
    url = services.main_url if service == "main" else services.real_crm_url
    served = requests.get(f"{url}/openapi.json", timeout=30).json()
    kept = json.loads((ROOT / "frontend" / "openapi" / f"{service}.json").read_text(encoding="utf-8"))
    assert kept == served, RENEW
