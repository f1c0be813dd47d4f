from mongoengine import StringField


class Order:
    objects = []

    def save(self):
        return StringField


Order().save()
