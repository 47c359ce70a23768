"""What the CRM is told about accounts."""

from sqlalchemy.orm import Session

from main_app.auth.models import User
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from service_kit import clock


def tell_crm(db_session: Session, user: User, kind: str, message: str) -> None:
    payload = {
        "notification_type": kind,
        "user_id": user.id,
        "message": message,
        "additional_data": {
            "name": user.name,
            "email": user.email,
            "role": user.role,
            "time_zone": user.time_zone,
            "version": user.version,
            "occurred_at": clock.iso(clock.now()),
        },
    }
    subject = f"user:{user.id}"
    enqueue(db_session, [NewMessage(CRM, kind, subject, payload, user.version, ordering_key=subject)])
