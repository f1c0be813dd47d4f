import os
from pynamodb.models import Model
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import TableConnection


class Base(Model):
    pass


class Order(Base):
    class Meta:
        table_name = os.environ["ORDERS_TABLE"]

    id = UnicodeAttribute(hash_key=True)

    def close(self):
        self.update(actions=[])


raw = TableConnection("raw")
