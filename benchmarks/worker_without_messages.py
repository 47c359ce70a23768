"""A worker that tells only the CRM of bookings. What people should hear of them waits until another worker plans it."""

from main_app import installation, worker

if __name__ == "__main__":
    installation.SOURCES = tuple(each for each in installation.SOURCES if each.run is not installation.plan_messages)
    worker.main()
