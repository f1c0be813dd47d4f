import os
from peewee import CharField, Model, PostgresqlDatabase
from tortoise import Tortoise
from tortoise import models

db = PostgresqlDatabase("shop", host=os.environ["DB_HOST"])


class Base(Model):
    class Meta:
        database = db


class ShopOrder(Base):
    name = CharField()


class Line(Base):
    class Meta:
        table_name = "order_lines"


class Event(models.Model):
    class Meta:
        table = "events_of_shop"


async def work():
    await Tortoise.init(db_url="postgres://events-db/events")
    ShopOrder.create(name="x")
    for line in Line.select().where(Line.id == 1):
        line.delete_instance()
    await Event.filter(id=1).update(done=True)
    ShopOrder(name="y").save()
