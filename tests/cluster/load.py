"""People who use a cluster while something happens to it, and what must hold afterwards."""

import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import requests

from tests.cluster.nodes import Cluster
from tests.faults.stubborn_guest import StubbornGuest
from tests.support.outbox import (
    booking_changes,
    nothing_is_lost_doubled_or_out_of_order,
    seats_are_counted_right,
    wait_until_delivered,
)
from tests.support.people import register, register_with_role

GUESTS = 6
DELIVERED_WITHIN = 60.0
NO_FAILURE: Collection[int] = ()
# What the proxy says when a node is gone, and a service when its database is.
NO_RESPONSE: Collection[int] = (502, 503, 504)


class Reader(threading.Thread):
    """Reads pages and the CRM's list through the proxy, each time on a new connection, and counts the statuses."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(daemon=True)
        self._headers = {"Authorization": f"Bearer {cluster.token}"}
        self._urls = f"{cluster.main_url}/events", f"{cluster.real_crm_url}/notifications"
        self._leaving = threading.Event()
        self.statuses = Counter[str]()

    def run(self) -> None:
        while not self._leaving.wait(0.02):
            for url in self._urls:
                try:
                    self.statuses[str(requests.get(url, headers=self._headers, timeout=20).status_code)] += 1
                except requests.RequestException as error:
                    self.statuses[type(error).__name__] += 1

    def leave(self) -> None:
        self._leaving.set()
        self.join(30)


class Load:
    def __init__(self, cluster: Cluster, no_response: Collection[int]) -> None:
        self.cluster = cluster
        host = register_with_role(cluster, "Priya", "facilitator")
        sessions = [session["id"] for session in host.create_event(sessions=100, capacity=100)["sessions"]]
        people = [register(cluster, f"Guest{number}") for number in range(GUESTS)]
        self.guests = [
            StubbornGuest(person, sessions, keyed=number % 2 == 0, no_response=no_response)
            for number, person in enumerate(people)
        ]
        self.reader = Reader(cluster)

    def start(self) -> None:
        for thread in (*self.guests, self.reader):
            thread.start()

    def leave(self) -> None:
        for thread in (*self.guests, self.reader):
            thread.leave()

    @property
    def acknowledged(self) -> set[tuple[int, int, str]]:
        return {change for guest in self.guests for change in guest.acknowledged}

    @property
    def lost(self) -> Counter[str]:
        return sum((guest.lost for guest in self.guests), Counter())

    def check(self) -> None:
        """Everything that was acknowledged is there, and reached the CRM once and in order."""
        assert not [guest.error for guest in self.guests if guest.error], self.cluster.logs()
        wait_until_delivered(self.cluster, DELIVERED_WITHIN)
        made = set(booking_changes(self.cluster))
        assert self.acknowledged <= made, "an acknowledged change is gone"
        assert nothing_is_lost_doubled_or_out_of_order(self.cluster) == len(made)
        seats_are_counted_right(self.cluster)
        print(f"{len(self.acknowledged)} changes acknowledged; lost: {dict(self.lost)}; read: {self.reader.statuses}")


@contextmanager
def under_load(cluster: Cluster, no_response: Collection[int] = NO_FAILURE) -> Iterator[Load]:
    """People come, the block does something to the cluster, they leave, and everything is checked."""
    load = Load(cluster, no_response)
    load.start()
    try:
        yield load
    finally:
        load.leave()
    load.check()
