class Model:
    class Meta:
        table_name = "orders"

    def save(self):
        return self


class Order(Model):
    pass


Order().save()
