from typing import TYPE_CHECKING, Optional
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from catalogue.models.columns import primary_key, reference

if TYPE_CHECKING:
    from catalogue.models.media_asset import MediaAsset


class MaterialMap(SQLModel, table=True):
    """One texture of a rendered material."""

    __tablename__ = "material_maps"
    __table_args__ = (
        UniqueConstraint("media_asset_id", "channel", name="uq_material_maps_asset_channel"),
        CheckConstraint(
            "channel IN ('base_color', 'normal', 'roughness', 'metallic')",
            name="ck_material_maps_channel_known",
        ),
    )

    id: Optional[UUID] = Field(default=None, sa_column=primary_key())
    media_asset_id: UUID = Field(
        sa_column=reference("media_assets.id", ondelete="CASCADE", index=False)
    )
    channel: str = Field(max_length=20)
    resolution: int = Field(default=2048, sa_column_kwargs={"server_default": text("2048")})
    file_name: str = Field(max_length=255)

    media_asset: "MediaAsset" = Relationship(back_populates="material_maps")
