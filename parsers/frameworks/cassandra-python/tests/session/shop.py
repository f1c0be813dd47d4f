from cassandra.cluster import Cluster
from cassandra.cqlengine import columns
from cassandra.cqlengine.models import Model
from cassandra.query import SimpleStatement


class Visit(Model):
    __table_name__ = "visits"
    id = columns.UUID(primary_key=True)


session = Cluster(["cassandra"]).connect("shop")


def run():
    session.execute("SELECT * FROM orders")
    SimpleStatement("INSERT INTO lines (id) VALUES (1)")
    Visit.objects.filter(id=1)
    return Visit.create(id=1)
