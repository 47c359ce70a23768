"""What start_services.py does. Needs only Python's standard library.

Every file here also runs on Python 3.8, so that somebody who has only that reads which Python is needed.
"""
