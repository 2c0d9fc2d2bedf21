"""Columns that several tables share."""
from typing import Optional

from sqlalchemy import Column, DateTime, ForeignKey, func, text
from sqlalchemy.dialects.postgresql import UUID


def primary_key() -> Column:
    """A uuid that the database draws."""
    return Column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()"))


def reference(
    target: str, ondelete: Optional[str], nullable: bool = False, index: bool = True
) -> Column:
    """A uuid that points at another table; `ondelete` says what happens when its row goes."""
    return Column(
        UUID(as_uuid=True), ForeignKey(target, ondelete=ondelete), nullable=nullable, index=index
    )


def timestamp() -> Column:
    """The moment at which the row was written."""
    return Column(DateTime(timezone=True), nullable=False, server_default=func.now())
