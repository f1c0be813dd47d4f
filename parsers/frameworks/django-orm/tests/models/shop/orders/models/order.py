from django.db import models


class Timed(models.Model):
    class Meta:
        abstract = True

    def touch(self):
        self.save()


class OpenOrders(models.Manager):
    def late(self):
        return self.filter(late=True)


class Order(Timed):
    objects = models.Manager()
    open = OpenOrders()


class Line(Timed):
    class Meta:
        db_table = "lines_of_orders"


class Express(Order):
    pass
