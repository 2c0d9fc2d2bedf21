from datetime import datetime
from decimal import Decimal
from typing import Any, Dict, Optional
from uuid import UUID

from pydantic import BaseModel


class ProductCreate(BaseModel):
    sku: str
    name: str
    description: Optional[str] = None
    price: Decimal = Decimal(0)
    attributes: Dict[str, Any] = {}


class ProductRead(ProductCreate):
    id: UUID
    created_at: datetime
