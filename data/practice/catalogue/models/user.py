from datetime import datetime
from typing import TYPE_CHECKING, List, Optional
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, timestamp

if TYPE_CHECKING:
    from catalogue.models.order import Order


class User(SQLModel, table=True):
    """A person who orders, or who looks after the catalogue."""

    __tablename__ = "users"

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    email: str = Field(max_length=320, index=True, unique=True)
    full_name: str = Field(max_length=120)
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    created_at: Optional[datetime] = Field(default=None, sa_column=timestamp())

    orders: List["Order"] = Relationship(back_populates="customer")
