from fastapi import APIRouter
from . import stock

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("/{order_id}")
async def one(order_id: str):
    return {}


@router.post("")
async def create():
    return {}


router.include_router(stock.router, prefix="/nested")
