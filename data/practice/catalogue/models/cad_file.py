from datetime import datetime
from typing import TYPE_CHECKING, List, Optional
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, text
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, reference, timestamp

if TYPE_CHECKING:
    from catalogue.models.media_asset import MediaAsset
    from catalogue.models.product import Product


class CadFile(SQLModel, table=True):
    """A STEP file as the workshop delivers it; renders and previews are made from it."""

    __tablename__ = "cad_files"
    __table_args__ = (
        CheckConstraint("size_bytes >= 0", name="ck_cad_files_size_not_negative"),
        {"comment": "STEP files as the workshop delivers them"},
    )

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    product_id: UUID = Field(sa_column=reference("products.id", ondelete="CASCADE"))
    file_name: str = Field(max_length=255)
    size_bytes: int = Field(
        default=0, sa_column=Column(BigInteger, nullable=False, server_default=text("0"))
    )
    uploaded_at: Optional[datetime] = Field(default=None, sa_column=timestamp())
    step_hash: str = Field(max_length=64, index=True)
    verified_by_id: Optional[UUID] = Field(
        default=None, sa_column=reference("users.id", ondelete=None, nullable=True, index=False)
    )

    product: "Product" = Relationship(back_populates="cad_files")
    media_assets: List["MediaAsset"] = Relationship(back_populates="cad_file")
