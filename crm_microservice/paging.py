"""Lists come in pages, everywhere with the same two questions and the same answer."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from crm_microservice.notifications.schemas import Closed, digits_only


class PageQuery(Closed):
    page: Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=100)] = 20

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


def pagination(query: PageQuery, total: int) -> dict[str, Any]:
    """Return where this page stands among all `total` rows."""
    pages = -(-total // query.per_page)
    return {
        "page": query.page,
        "per_page": query.per_page,
        "total": total,
        "pages": pages,
        "has_next": query.page < pages,
        "has_prev": query.page > 1,
    }
