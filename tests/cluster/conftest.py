from collections.abc import Iterator

import pytest

from tests.cluster.nodes import Cluster
from tests.support.postgres import Cluster as PostgreSQL
from tests.support.postgres import restartable_cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with restartable_cluster() as server:
        yield server


@pytest.fixture(scope="session")
def cluster(postgresql: PostgreSQL) -> Iterator[Cluster]:
    with Cluster(postgresql=postgresql) as running:
        yield running
