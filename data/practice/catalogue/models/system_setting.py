from datetime import datetime
from typing import Any, Optional

from sqlalchemy import Column, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from catalogue.models.columns import timestamp


class SystemSetting(SQLModel, table=True):
    """One setting; the value is any JSON."""

    __tablename__ = "system_settings"

    key: str = Field(primary_key=True, max_length=80)
    value: Any = Field(sa_column=Column(JSONB, nullable=False, server_default=text("'{}'::jsonb")))
    updated_at: Optional[datetime] = Field(default=None, sa_column=timestamp())
