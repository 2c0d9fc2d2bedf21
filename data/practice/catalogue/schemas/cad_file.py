from datetime import datetime
from typing import Optional
from uuid import UUID

from pydantic import BaseModel


class CadFileRead(BaseModel):
    id: UUID
    product_id: UUID
    file_name: str
    size_bytes: int
    uploaded_at: datetime
    step_hash: str
    verified_by_id: Optional[UUID] = None
