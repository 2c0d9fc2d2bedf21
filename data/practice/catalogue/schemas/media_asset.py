from datetime import datetime
from typing import Optional
from uuid import UUID

from pydantic import BaseModel

from catalogue.models.media_asset import MediaAssetType


class MediaAssetRead(BaseModel):
    id: UUID
    product_id: UUID
    cad_file_id: Optional[UUID] = None
    asset_type: MediaAssetType
    file_name: str
    created_at: datetime
    is_primary: bool
