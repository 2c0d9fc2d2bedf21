from datetime import datetime
from typing import TYPE_CHECKING, List, Optional
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, reference

if TYPE_CHECKING:
    from catalogue.models.order_line import OrderLine
    from catalogue.models.user import User


class Order(SQLModel, table=True):
    """What one customer wants; a draft until it is placed."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'placed', 'shipped', 'cancelled')", name="ck_orders_status_known"
        ),
    )

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    number: str = Field(max_length=20, index=True, unique=True)
    customer_id: UUID = Field(sa_column=reference("users.id", ondelete="RESTRICT"))
    status: str = Field(
        default="draft", max_length=20, sa_column_kwargs={"server_default": "draft"}
    )
    placed_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))

    customer: "User" = Relationship(back_populates="orders")
    lines: List["OrderLine"] = Relationship(back_populates="order")
