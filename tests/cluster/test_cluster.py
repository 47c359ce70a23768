"""Two main APIs, two CRMs and three workers behind nginx: races, kills, restarts and a frozen worker."""

import random
import signal
import time
from collections import Counter

import pytest
import requests
from sqlalchemy import func, select

from main_app.bookings.models import Booking
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.cluster.load import NO_RESPONSE, under_load
from tests.cluster.nodes import METRICS_TOKEN, Cluster
from tests.support.crowd import Crowd
from tests.support.database import rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import register_with_role
from tests.support.postgres import Cluster as PostgreSQL
from tests.support.rounds import rounds
from tests.support.services import wait_until

pytestmark = pytest.mark.timeout(1800)
CROWD = 200
LIMIT = 120  # refreshes a minute from one address


def test_of_200_people_one_gets_the_last_place_whichever_node_they_reach(cluster: Cluster) -> None:
    races = rounds(100)
    host = register_with_role(cluster, "Priya", "facilitator")
    sessions = host.create_event(title="One place", sessions=races, capacity=1)["sessions"]
    with Crowd(cluster, CROWD) as crowd:
        for session in sessions:
            replies = crowd.ask(crowd.book(guest, session["id"]) for guest in crowd.guests)
            assert Counter(reply.status for reply in replies) == {201: 1, 409: CROWD - 1}
    ids = [session["id"] for session in sessions]
    booked = select(func.count()).where(Booking.session_id.in_(ids), Booking.status == "booked")
    assert rows(cluster.main_database, booked)[0][0] == races
    token = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    requests_of = [requests.get(f"{node.url}/metrics", headers=token, timeout=20).text for node in cluster.mains]
    assert all('route="/bookings/book"' in exposition for exposition in requests_of), "one node got all requests"
    # Which the proxy shows to nobody.
    for url in (cluster.main_url, cluster.real_crm_url):
        assert requests.get(f"{url}/metrics", headers=token, timeout=20).status_code == 404


def test_a_rolling_restart_of_every_node_fails_no_request(cluster: Cluster) -> None:
    with under_load(cluster) as load:
        for _ in range(rounds(10)):
            for node in cluster.nodes:
                node.stop()
                node.start()
    assert load.lost == Counter()
    assert set(load.reader.statuses) == {"200"}
    assert len(load.acknowledged) > 100


def test_nodes_are_killed_at_random_and_nothing_acknowledged_is_lost(cluster: Cluster) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    kills = rounds(100)
    with under_load(cluster, NO_RESPONSE) as load:
        for number in range(kills):
            victims = chance.sample(cluster.nodes, 3 if number % 5 == 0 else 1)
            for node in victims:
                node.process.kill()
            time.sleep(chance.uniform(0.0, 0.5))
            for node in victims:
                node.process.start()
            for node in victims:
                node.wait_ready()
    assert len(load.acknowledged) > kills


def test_postgresql_restarts_and_loses_its_connections_under_load(cluster: Cluster, postgresql: PostgreSQL) -> None:
    with under_load(cluster, NO_RESPONSE) as load:
        for _ in range(rounds(10)):
            for _ in range(3):
                postgresql.terminate_connections()
                time.sleep(0.2)
            for mode in ("fast", "immediate"):  # stopped in order, and as after a crash
                before = len(load.acknowledged)
                postgresql.stop(mode)
                time.sleep(1.0)
                postgresql.start()
                wait_until(lambda before=before: len(load.acknowledged) > before + 20, 60, cluster.logs)
    for node in (*cluster.mains, *cluster.crms):
        node.wait_ready()


def test_a_worker_is_frozen_past_its_lease_and_thawed(cluster: Cluster) -> None:
    frozen = cluster.worker_nodes[0]
    for _ in range(rounds(10)):
        with under_load(cluster):
            wait_until(lambda: freeze_while_it_delivers(cluster), 120)
        # `under_load` has seen all messages delivered by the others, those of the frozen worker too.
        frozen.signal(signal.SIGCONT)
        with under_load(cluster):
            time.sleep(2.0)
    assert frozen.process.alive()


def freeze_while_it_delivers(cluster: Cluster) -> bool:
    """Freeze the first worker. If it holds no message at that moment, let it go on."""
    worker = cluster.worker_nodes[0]
    worker.signal(signal.SIGSTOP)
    before = claims(cluster)
    time.sleep(0.5)  # the others deliver what they hold
    if before & claims(cluster):
        return True
    worker.signal(signal.SIGCONT)
    time.sleep(random.uniform(0.0, 0.1))
    return False


def claims(cluster: Cluster) -> set[tuple[int, int]]:
    """The messages for the CRM that workers hold, each with the number of its claim."""
    held = OutboxMessage.leased_until > func.now()
    query = select(OutboxMessage.id, OutboxMessage.fence).where(
        OutboxMessage.channel == CRM, OutboxMessage.status == "pending", held
    )
    return {(id, fence) for id, fence in rows(cluster.main_database, query)}


def test_both_nodes_count_requests_together(postgresql: PostgreSQL) -> None:
    with Cluster(postgresql=postgresql, workers=1, extra={"RATELIMIT_ENABLED": "true"}) as limited:
        url, cookie = f"{limited.main_url}/auth/refresh", {"refresh_token": "made-up"}
        statuses = Counter(requests.post(url, cookies=cookie, timeout=20).status_code for _ in range(LIMIT + 40))
        wait_until_delivered(limited, 10)
    assert statuses == {401: LIMIT, 429: 40}
