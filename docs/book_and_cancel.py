"""Books the first session a search finds, then cancels: python docs/book_and_cancel.py ADDRESS EMAIL PASSWORD SEARCH"""

import sys
import uuid

import requests

address, email, password, search = sys.argv[1:]


def call(method, path, token=None, key=None, **sent):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Idempotency-Key": key} if key else {}
    response = requests.request(method, address + path, headers=headers, timeout=30, **sent)
    return response.json() if response.ok else sys.exit("{code}: {detail}".format(**response.json()))


start = call("POST", "/auth/login", json={"email": email, "password": password, "refresh_token_in_body": True})
sessions = call("GET", "/sessions", params={"status": "upcoming", "search": search})["sessions"]
wanted = {"session_id": sessions[0]["id"], "offer_version": sessions[0]["offer_version"]}
booked = call("POST", "/bookings/book", start["access_token"], key=str(uuid.uuid4()), json=wanted)["booking"]
print(f"Booked {booked['event_title']} at {booked['session_time']}: booking {booked['id']} is {booked['status']}.")
later = call("POST", "/auth/refresh", json={"refresh_token": start["refresh_token"]})  # within 30 days
cancelled = call("POST", f"/bookings/cancel/{booked['id']}", later["access_token"], key=str(uuid.uuid4()))["booking"]
print(f"Booking {cancelled['id']} is {cancelled['status']}.")
