from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Dict, List, Optional
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, timestamp

if TYPE_CHECKING:
    from catalogue.models.cad_file import CadFile
    from catalogue.models.media_asset import MediaAsset
    from catalogue.models.order_line import OrderLine


class Product(SQLModel, table=True):
    """Something that can be ordered and looked at."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price >= 0", name="ck_products_price_not_negative"),
        Index("ix_products_attributes", "attributes", postgresql_using="gin"),
    )

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    sku: str = Field(max_length=40, index=True, unique=True)
    name: str = Field(max_length=200)
    description: Optional[str] = Field(default=None, sa_column=Column(Text))
    price: Decimal = Field(
        default=Decimal(0),
        sa_column=Column(Numeric(10, 2), nullable=False, server_default=text("0")),
    )
    created_at: Optional[datetime] = Field(default=None, sa_column=timestamp())
    attributes: Dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    )

    cad_files: List["CadFile"] = Relationship(back_populates="product")
    media_assets: List["MediaAsset"] = Relationship(back_populates="product")
    order_lines: List["OrderLine"] = Relationship(back_populates="product")
