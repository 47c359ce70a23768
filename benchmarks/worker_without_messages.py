"""A worker that tells only the CRM of bookings. What people should hear of them waits until another worker plans it."""

from main_app import worker, worker_setup

if __name__ == "__main__":
    worker_setup.SOURCES = tuple(each for each in worker_setup.SOURCES if each.run is not worker_setup.plan_messages)
    worker.main()
