"""Generates the web app's types from the OpenAPI documents: `.venv/bin/python -m tests.contract.web_app_types`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "frontend" / "openapi"
PACKAGES = {"main": "main_app", "crm": "crm_microservice"}
# In a process of its own, because an application sets up logging and metrics for its whole process.
DESCRIBE = "from {package} import create_app; print(create_app().test_client().get('/openapi.json').text)"


def main() -> None:
    for service, package in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "DATA_DIR": folder, "PROMETHEUS_MULTIPROC_DIR": folder}
            command = [sys.executable, "-c", DESCRIBE.format(package=package)]
            described = subprocess.run(
                command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
        document = json.dumps(json.loads(described.stdout), indent=4, sort_keys=True)
        (DOCUMENTS / f"{service}.json").write_text(f"{document}\n", encoding="utf-8")
    subprocess.run(["npm", "run", "--silent", "api"], cwd=ROOT / "frontend", check=True)


if __name__ == "__main__":
    main()
