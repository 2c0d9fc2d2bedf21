"""What the application sends and receives."""
from catalogue.schemas.cad_file import CadFileRead
from catalogue.schemas.media_asset import MediaAssetRead
from catalogue.schemas.product import ProductCreate, ProductRead

__all__ = ["CadFileRead", "MediaAssetRead", "ProductCreate", "ProductRead"]
