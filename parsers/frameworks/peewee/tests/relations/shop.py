from peewee import CharField, ForeignKeyField, Model
from tortoise import fields
from tortoise.models import Model as Stored


class Customer(Model):
    name = CharField()


class Order(Model):
    customer = ForeignKeyField(Customer, backref="orders")
    parent = ForeignKeyField("self", column_name="parent_id")
    note = CharField()


class Team(Stored):
    class Meta:
        table = "teams"


class Game(Stored):
    team = fields.ForeignKeyField("models.Team")
    loose = fields.OneToOneField("models.Team", db_constraint=False)
    others = fields.ManyToManyField("models.Team", through="game_teams")
