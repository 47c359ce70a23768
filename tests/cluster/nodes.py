"""The product on several hosts, all of them on this machine: two main APIs, two CRMs and three workers behind nginx.

Each host has a DATA_DIR of its own. They share PostgreSQL and Redis. The proxy has the configuration that operators
get, deploy/nginx.conf, with other addresses and without TLS.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.support.fork_server import shared_fork_server
from tests.support.ports import free_port
from tests.support.postgres import Cluster as PostgreSQL
from tests.support.postgres import fresh_database
from tests.support.redis_server import RedisServer
from tests.support.services import CRM_TOKEN, ROOT, Process, Services, is_ready, wait_until

SITE = ROOT / "deploy" / "nginx.conf"
# Around the site, what Debian's nginx.conf says.
AROUND = """\
daemon off;
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
# Short, so that what a killed or frozen worker held is taken over soon.
IMPATIENT = {"NOTIFICATION_LEASE_SECONDS": "2", "CRM_REQUEST_TIMEOUT": "2", "NOTIFICATION_POLL_INTERVAL": "1"}
METRICS_TOKEN = "a-metrics-token-for-tests-only-0123456789"
START_SECONDS = 40
STOP_SECONDS = 15  # as in the files for Compose and systemd


@dataclass(frozen=True)
class Node:
    """One service on one host. `url` is its own address, past the proxy; a worker has none."""

    process: Process
    url: str = ""

    def start(self) -> None:
        self.process.start()
        self.wait_ready()

    def stop(self) -> None:
        """SIGTERM, as a supervisor does. Fails if it does not end by itself."""
        assert self.process.stop(STOP_SECONDS) == 0, self.process.log.read_text(errors="replace")[-2000:]

    def wait_ready(self) -> None:
        wait_until(
            lambda: is_ready(self.url) if self.url else self._worker_runs(),
            START_SECONDS,
            lambda: f"{self.process.name} is not ready\n{self.process.log.read_text(errors='replace')[-2000:]}",
        )

    def signal(self, number: int) -> None:
        """To all of its processes."""
        assert self.process.child
        os.killpg(self.process.child.pid, number)

    def _worker_runs(self) -> bool:
        assert self.process.child
        workers = Path(self.process.environment["DATA_DIR"], "workers")
        return bool(list(workers.glob(f"{self.process.child.pid}-*.port")))


class Nginx:
    """The proxy. `site` is the text of its configuration."""

    def __init__(self, folder: Path, site: str) -> None:
        folder.mkdir()
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "site.conf").write_text(site)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        self._command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd="/")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            self._process = None


@dataclass
class Cluster(Services):
    """All nodes, used through the proxy: `main_url` and `real_crm_url` are addresses of the proxy."""

    postgresql: PostgreSQL | None = None
    workers: int = 3

    def __post_init__(self) -> None:
        assert self.postgresql
        self.directory = Path(tempfile.mkdtemp(prefix="samaya-cluster-"))
        self.redis = RedisServer()
        self.main_port, self.crm_port, self.mail_port, self.mail_servers = free_port(), 0, None, []
        self.main_url = f"http://127.0.0.1:{self.main_port}"
        self.real_crm_url = f"{self.main_url}/crm"
        self.token = CRM_TOKEN
        shared = self._environment() | IMPATIENT | {
            "TRUSTED_PROXIES": "1",
            "METRICS_TOKEN": METRICS_TOKEN,
            "DATABASE_URL": fresh_database(self.postgresql.url),
            "CRM_DATABASE_URL": fresh_database(self.postgresql.url),
            "RATELIMIT_STORAGE_URI": self.redis.url,
            "CRM_LOG_FILE": "-",
        } | self.extra  # fmt: skip
        self.mains = [self._node("main", ["main_app/app.py"], shared, host, "MAIN_PORT") for host in "ab"]
        self.crms = [self._node("crm", ["crm_microservice/crm_app.py"], shared, host, "CRM_PORT") for host in "ab"]
        hosts = "abcdefgh"[: self.workers]
        self.worker_nodes = [self._node("worker", ["-m", "main_app.worker"], shared, host) for host in hosts]
        self.main, self.crm = self.mains[0].process, self.crms[0].process
        self.worker_processes = [node.process for node in self.worker_nodes]
        self.proxy = Nginx(self.directory / "nginx", self._site())

    def __enter__(self) -> "Cluster":
        try:
            self.redis.start()
            self.proxy.start()
            for node in self.nodes:
                node.process.start()
            for node in self.nodes:
                node.wait_ready()
            self.wait_ready()
        except BaseException:
            self.close()
            raise
        return self

    @property
    def nodes(self) -> list[Node]:
        return [*self.crms, *self.mains, *self.worker_nodes]

    @property
    def processes(self) -> list[Process]:
        return [node.process for node in self.nodes]

    def close(self) -> None:
        self.proxy.stop()
        self.redis.stop()
        super().close()

    def _node(self, service: str, arguments: list[str], shared: dict[str, str], host: str, port_name: str = "") -> Node:
        port = free_port()
        environment = shared | {"DATA_DIR": str(self.directory / f"host-{host}")}
        environment |= {port_name: str(port)} if port_name else {}
        log = self.directory / f"{service}-{host}.log"
        process = Process(arguments, environment, log, fork_server=shared_fork_server())
        return Node(process, f"http://127.0.0.1:{port}" if port_name else "")

    def _site(self) -> str:
        site, listen = SITE.read_text(), f"    listen 127.0.0.1:{self.main_port};\n"
        for written, instead in (
            ("server 127.0.0.1:5000 max_fails=0;", _servers(self.mains)),
            ("server 127.0.0.1:5001 max_fails=0;", _servers(self.crms)),
            ("    listen 80;\n    listen [::]:80;\n", f"    listen 127.0.0.1:{free_port()};\n"),
            (
                "    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n",
                listen,
            ),
            ("    ssl_certificate /etc", "    # /etc"),
            ("    ssl_certificate_key /etc", "    # /etc"),
        ):
            assert site.count(written) == 1, f"{SITE.name} has no {written!r}"
            site = site.replace(written, instead)
        return site


def _servers(nodes: Iterable[Node]) -> str:
    return "\n    ".join(f"server {node.url.removeprefix('http://')} max_fails=0;" for node in nodes)
