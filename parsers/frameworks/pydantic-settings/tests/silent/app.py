from pydantic import BaseModel, Field


class Order(BaseModel):
    address: str = "http://fixed"
    other: str = Field("http://second", alias="OTHER")


def run():
    print(Order().address)
