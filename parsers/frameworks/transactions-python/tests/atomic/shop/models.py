from django.db import models, transaction


class Order(models.Model):
    pass


class Invoice(models.Model):
    pass


@transaction.atomic
def place():
    Order.objects.create()
    Invoice.objects.create()


def bill():
    Order.objects.all().delete()
    with transaction.atomic():
        Order.objects.create()
        Invoice.objects.create()


def plain():
    Order.objects.create()
    Invoice.objects.create()
