"""The base class and the time format of the CRM's responses."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

# A time in a response: ISO 8601 with its offset.
Time = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)]


class Out(BaseModel):
    """Base class of responses' schemas. `model_validate` also reads the attributes of rows and domain objects."""

    model_config = ConfigDict(from_attributes=True)
