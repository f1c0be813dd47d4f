class Table:
    def __init__(self, name):
        self.name = name

    def put_item(self, Item):
        return Item
