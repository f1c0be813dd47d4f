from django.conf import settings


class Order:
    objects = []

    def save(self):
        pass


Order().save()
name = settings.NAME
