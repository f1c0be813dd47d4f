import elasticsearch


class Shelf:
    def search(self, index):
        return elasticsearch.VERSION, index


def run():
    return Shelf().search(index="products")
