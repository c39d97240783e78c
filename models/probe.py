"""Table: what an organisation's conversations ask further about a theme, where that is not what the product ships."""

from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, big_key
from models.tenancy import Tenant


class ThemeProbes(Tenant, Base):
    """An organisation's own probes of one theme. A polarity without a text of its own has the product's."""

    __tablename__ = "theme_probes"
    __table_args__ = (UniqueConstraint("organisation_id", "theme"),)

    id: Mapped[int] = big_key()
    theme: Mapped[str] = mapped_column(String(64))
    # {polarity: {language: text}}
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Whether nothing is asked further about this theme.
    off: Mapped[bool] = mapped_column(default=False)
