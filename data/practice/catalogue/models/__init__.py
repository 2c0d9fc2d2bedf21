"""Every table model, collected here so that SQLModel.metadata is complete after one import."""
from catalogue.models.cad_file import CadFile
from catalogue.models.material_map import MaterialMap
from catalogue.models.media_asset import MediaAsset, MediaAssetType
from catalogue.models.order import Order
from catalogue.models.order_line import OrderLine
from catalogue.models.product import Product
from catalogue.models.system_setting import SystemSetting
from catalogue.models.user import User

__all__ = [
    "CadFile",
    "MaterialMap",
    "MediaAsset",
    "MediaAssetType",
    "Order",
    "OrderLine",
    "Product",
    "SystemSetting",
    "User",
]
