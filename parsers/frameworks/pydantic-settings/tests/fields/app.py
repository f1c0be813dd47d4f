import httpx
from pydantic import AliasChoices, BaseModel, BaseSettings, Field, PostgresDsn
from pydantic_settings import BaseSettings as Newer
from pydantic_settings import SettingsConfigDict


class Settings(BaseSettings):
    stock_url: str = "http://localhost:8000"
    price_url: str = Field(..., alias="PRICES")
    order_url: str = Field("http://orders:80", env="ORDERS_URL")
    page_url: str = Field(default="http://page:80")
    mail_url: str

    class Config:
        env_prefix = "shop_"

    @property
    def mails(self) -> str:
        return self.mail_url + "/mails"


class Others(Newer):
    model_config = SettingsConfigDict(env_prefix="OTHER_", env_file=".env")
    user_url: PostgresDsn = PostgresDsn("http://users")
    cart_url: str = Field(validation_alias=AliasChoices("CART", "CART_URL"))
    settings: Settings = Settings()


settings = Settings()
others = Others()


def run():
    httpx.get(settings.stock_url)
    httpx.get(settings.price_url)
    httpx.get(f"{settings.order_url}/orders")
    httpx.get(settings.page_url)
    httpx.get(settings.mails)
    httpx.get(others.user_url)
    httpx.get(others.cart_url)
    httpx.get(others.settings.stock_url)


class Order(BaseModel):
    address: str = "http://fixed"


def plain():
    httpx.get(Order().address)
