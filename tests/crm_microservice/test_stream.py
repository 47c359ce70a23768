"""GET /notifications/stream: live and resumable, only for callers with the right to it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from tests.crm_microservice.service import Crm, Stream, booking, facilitator, person_token

pytestmark = pytest.mark.either_engine

STREAMS = 200


@pytest.fixture
def open_stream(crm: Crm) -> Iterator[Callable[..., Stream]]:
    with ExitStack() as stack:

        def open_one(*args: object, **kwargs: object) -> Stream:
            stream = Stream(crm, *args, **kwargs)  # pyright: ignore[reportArgumentType]
            stack.callback(stream.close)
            return stream

        yield open_one


def test_a_notification_reaches_open_streams_of_those_it_concerns(crm: Crm, open_stream: Callable[..., Stream]):
    everyone, mine, theirs = open_stream(), open_stream(facilitator(4001)), open_stream(facilitator(4002))
    narrowed = open_stream(query="?facilitator_id=4002")
    for stream in (everyone, mine, theirs, narrowed):
        assert stream.next()[1] == "ready"
    ids = crm.store(booking(1, 4001), booking(2, 4002))
    assert everyone.bookings(2) == [1, 2]
    event_id, event, data = mine.next()
    assert (event, data["sequence"], data["notification_id"]) == ("notification", event_id, ids[0])
    assert data["data"] == booking(1, 4001)
    assert theirs.bookings(1) == [2]
    assert narrowed.bookings(1) == [2]
    assert mine.events.empty()


def test_a_reader_is_told_how_long_nothing_has_come_for_them(crm: Crm, open_stream: Callable[..., Stream]):
    assert open_stream(facilitator(4008)).next()[1:] == ("ready", {"quiet": None})
    since = time.time()
    crm.store(booking(1, 4008))
    assert open_stream(facilitator(4009)).next()[2] == {"quiet": None}
    quiet = open_stream(facilitator(4008)).next()[2]["quiet"]
    assert 0 <= quiet <= time.time() - since


def test_a_reader_that_comes_back_gets_what_it_missed_once_and_in_order(crm: Crm, open_stream: Callable[..., Stream]):
    first = open_stream(facilitator(4003))
    first.next()
    crm.store(booking(1, 4003))
    last_id = first.next()[0]
    first.close()
    crm.store(*[booking(number, 4003) for number in range(2, 5)], booking(99, 4004))
    again = open_stream(facilitator(4003), last_event_id=last_id)
    assert again.bookings(3) == [2, 3, 4]
    crm.store(booking(5, 4003))
    assert again.bookings(1) == [5]
    by_address = open_stream(facilitator(4003), query=f"?last_event_id={last_id}")
    assert by_address.bookings(4) == [2, 3, 4, 5]


def test_reconnecting_all_the_time_while_several_write_neither_misses_nor_repeats(
    crm: Crm, open_stream: Callable[..., Stream]
):
    """Positions are given out in the order of visibility: a slow writer's row never appears behind the reader."""
    writers, each = 4, 20
    stream = open_stream(facilitator(4005))
    position, _, _ = stream.next()

    def write(writer: int) -> None:
        crm.store(*[booking(writer * 1000 + number, 4005) for number in range(1, each + 1)])

    seen: list[int] = []
    with ThreadPoolExecutor(writers) as crowd:
        writing = [crowd.submit(write, writer) for writer in range(writers)]
        while len(seen) < writers * each:
            event_id, event, data = stream.next()
            if event == "notification":
                position = event_id
                seen.append(data["data"]["booking_id"])
                if len(seen) % 15 == 0:
                    stream.close()
                    stream = open_stream(facilitator(4005), last_event_id=position)
        for future in writing:
            future.result()
    assert len(set(seen)) == writers * each
    stream.close()
    assert open_stream(facilitator(4005), last_event_id=position).next()[1] == "ready"


def test_callers_without_rights_get_no_stream(crm: Crm):
    path = "/notifications/stream"
    assert crm.get(path, None).status_code == 401
    assert crm.get(path, "wrong").status_code == 401
    assert crm.get(path, person_token(5, "user")).status_code == 403
    assert crm.get(f"{path}?facilitator_id=2", facilitator(1)).status_code == 403
    assert crm.get(path, headers={"Last-Event-ID": "x"}).status_code == 400
    assert crm.get(f"{path}?last_event_id=-1").status_code == 400
    assert crm.post(path).status_code == 405


def test_a_stream_ends_when_the_right_to_it_expires_and_says_so(open_stream: Callable[..., Stream]):
    stream = open_stream(person_token(4006, "facilitator", seconds=2))
    assert stream.next()[1] == "ready"
    assert stream.next()[1] == "expired"
    assert stream.ended.wait(10)


def test_a_quiet_stream_sends_heartbeats(open_stream: Callable[..., Stream]):
    stream = open_stream(facilitator(4007))
    assert stream.comments.get(timeout=20) == ": heartbeat"


def test_two_hundred_open_streams_leave_notify_working(start_crm: Callable[..., Crm]):
    crm = start_crm(STREAMS_PER_ACCOUNT=str(STREAMS))
    with ThreadPoolExecutor(20) as crowd:
        streams = list(crowd.map(lambda number: Stream(crm, facilitator(1 + number % 4)), range(STREAMS)))
    try:
        for stream in streams:
            assert stream.next()[1] == "ready"
        for number in range(20):
            response = crm.notify(booking(number + 1, 1 + number % 4))
            assert response.status_code == 200
        assert crm.get("/health").status_code == 200
        for number, stream in enumerate(streams):
            assert stream.bookings(5) == [one + 1 for one in range(20) if one % 4 == number % 4]
        assert f"crm_open_streams {float(STREAMS)}" in crm.get("/metrics").text
    finally:
        with ThreadPoolExecutor(20) as crowd:
            list(crowd.map(Stream.close, streams))
    deadline = time.monotonic() + 20
    while "crm_open_streams 0.0" not in crm.get("/metrics").text:
        assert time.monotonic() < deadline, "streams of readers who disconnected stay open"
        time.sleep(0.1)


def test_stopping_ends_the_streams_and_finishes_the_requests_in_flight(start_crm: Callable[..., Crm]):
    crm = start_crm()
    streams = [Stream(crm) for _ in range(10)]
    for stream in streams:
        stream.next()
    acknowledged: list[str] = []
    cut_off: list[str] = []

    def write(writer: int) -> None:
        for number in range(10_000):
            webhook_id = f"{writer}-{number}"
            try:
                response = crm.notify(booking(number + 1), webhook_id)
            except requests.ConnectionError:
                cut_off.append(webhook_id)
                return
            assert response.status_code == 200
            acknowledged.append(webhook_id)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 20:
        time.sleep(0.01)
    seconds = crm.terminate()
    for thread in threads:
        thread.join()
    for stream in streams:
        assert stream.ended.wait(10)
        stream.close()
    assert seconds < 10
    crm.start()
    listed: set[str] = set()
    cursor = ""
    while cursor is not None:
        page = crm.listed(f"?limit=200&cursor={cursor}" if cursor else "?limit=200")
        listed |= {row["notification_id"] for row in page["notifications"]}
        cursor = page["next_cursor"]
    assert set(acknowledged) <= listed
    assert not set(cut_off) & listed, "started requests are answered; requests that were not started may be refused"
    assert os.path.getsize(crm.folder / "stderr") == 0, (crm.folder / "stderr").read_text()
