from decimal import Decimal
from typing import TYPE_CHECKING, Optional
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Identity,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import reference

if TYPE_CHECKING:
    from catalogue.models.order import Order
    from catalogue.models.product import Product


class OrderLine(SQLModel, table=True):
    """One product in an order, at the price of that day."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position", name="uq_order_lines_order_position"),
        CheckConstraint("quantity > 0", name="ck_order_lines_quantity_positive"),
    )

    id: Optional[int] = Field(
        default=None, sa_column=Column(BigInteger, Identity(), primary_key=True)
    )
    order_id: UUID = Field(sa_column=reference("orders.id", ondelete="CASCADE", index=False))
    product_id: UUID = Field(sa_column=reference("products.id", ondelete="RESTRICT"))
    position: int
    quantity: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    unit_price: Decimal = Field(sa_column=Column(Numeric(10, 2), nullable=False))
    line_total: Optional[Decimal] = Field(
        default=None,
        sa_column=Column(
            Numeric(12, 2), Computed("quantity * unit_price", persisted=True), nullable=False
        ),
    )

    order: "Order" = Relationship(back_populates="lines")
    product: "Product" = Relationship(back_populates="order_lines")
