"""Metrics of the CRM, in addition to those of every service (service_kit/metrics.py)."""

from prometheus_client import Counter, Gauge

NOTIFICATIONS = Counter("crm_notifications", "Notifications received, by shape and outcome.", ["shape", "outcome"])
APPROVALS = Counter("crm_approvals", "Requests for approval, by kind and outcome.", ["kind", "outcome"])
OPEN_STREAMS = Gauge("crm_open_streams", "Open notification streams.", multiprocess_mode="livesum")
