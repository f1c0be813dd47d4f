from google.cloud import storage

shelf = {}


def own(name):
    shelf.update(name)
    storage.Client().bucket("b")
    name.collection("orders").document("x").set({})
