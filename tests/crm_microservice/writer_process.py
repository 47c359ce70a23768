"""Stores notifications until it is killed, and prints each acknowledged id. Run by the tests of the stores."""

import sys
import threading

from crm_microservice import create_app
from crm_microservice.notifications.drafts import draft_of
from tests.crm_microservice.service import booking

if __name__ == "__main__":
    name = sys.argv[1]
    store = create_app().extensions["notification_store"]
    printing = threading.Lock()

    def write(thread: int) -> None:
        number = 0
        while True:
            number += 1
            notification_id = f"{name}-{thread}-{number}"
            store.add([draft_of(notification_id, booking(number, facilitator_id=thread))])
            with printing:
                print(notification_id, flush=True)

    for thread in (1, 2):
        threading.Thread(target=write, args=(thread,)).start()
