from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, List, Optional
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, reference, timestamp

if TYPE_CHECKING:
    from catalogue.models.cad_file import CadFile
    from catalogue.models.material_map import MaterialMap
    from catalogue.models.product import Product


class MediaAssetType(str, Enum):
    """What a file shows. The database stores the names; keep both spellings the same."""

    render = "render"
    photo = "photo"
    preview = "preview"
    gltf = "gltf"
    turntable = "turntable"
    usd_master = "usd_master"


class MediaAsset(SQLModel, table=True):
    """A picture, film or 3D model of a product."""

    __tablename__ = "media_assets"
    __table_args__ = (
        sa.Index(
            "uq_media_assets_primary",
            "product_id",
            unique=True,
            postgresql_where=sa.text("is_primary"),
        ),
    )

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    product_id: UUID = Field(sa_column=reference("products.id", ondelete="CASCADE"))
    cad_file_id: Optional[UUID] = Field(
        default=None, sa_column=reference("cad_files.id", ondelete="SET NULL", nullable=True)
    )
    asset_type: MediaAssetType = Field(
        sa_column=sa.Column(sa.Enum(MediaAssetType, name="mediaassettype"), nullable=False)
    )
    file_name: str = Field(max_length=255)
    created_at: Optional[datetime] = Field(default=None, sa_column=timestamp())
    is_primary: bool = Field(default=False, sa_column_kwargs={"server_default": sa.text("false")})

    product: "Product" = Relationship(back_populates="media_assets")
    cad_file: Optional["CadFile"] = Relationship(back_populates="media_assets")
    material_maps: List["MaterialMap"] = Relationship(back_populates="media_asset")
