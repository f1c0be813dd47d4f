from django.db import models


class Item(models.Model):
    class Meta:
        app_label = "warehouse"


class Shelf(models.Model):
    pass
