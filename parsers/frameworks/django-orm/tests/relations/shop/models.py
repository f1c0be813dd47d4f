from django.conf import settings
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Tag(models.Model):
    class Meta:
        db_table = "tags"


class Dated(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Order(Dated):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    parent = models.OneToOneField("self", on_delete=models.CASCADE)
    seller = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    loose = models.ForeignKey("people.Person", on_delete=models.CASCADE, db_constraint=False)
    tags = models.ManyToManyField(Tag)
    marks = models.ManyToManyField("Tag", db_table="order_marks")
    people = models.ManyToManyField("people.Person", through="Role")


class Role(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
