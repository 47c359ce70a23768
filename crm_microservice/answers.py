"""What the schemas of answers are made of."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

# A moment within an answer, in ISO 8601 with its offset.
Time = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)]


class Out(BaseModel):
    """A part of an answer. Made from rows and domain objects by their attributes."""

    model_config = ConfigDict(from_attributes=True)
