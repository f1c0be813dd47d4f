import os
from beanie import Document as Bean
from mongoengine import Document, StringField, connect

connect("shop", host=os.environ["MONGO_URL"])


class ShopOrder(Document):
    name = StringField()


class Page(Document):
    meta = {"collection": "pages_of_shop", "allow_inheritance": True}


class Cover(Page):
    pass


class Note(Bean):
    class Settings:
        name = "notes"


class Label(Bean):
    pass


async def work():
    order = ShopOrder(name="x")
    order.save()
    ShopOrder.objects(name="x").update(name="y")
    for page in Page.objects.filter(name="x"):
        page.delete()
    Cover.objects.get(id=1)
    await Note.find_one(Note.id == 1)
    await Label().insert()
