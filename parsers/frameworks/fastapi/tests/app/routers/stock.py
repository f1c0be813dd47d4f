from fastapi import APIRouter

router = APIRouter()


@router.patch("/stock/{sku}")
async def change(sku: str):
    return {}
