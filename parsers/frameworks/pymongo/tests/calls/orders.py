from pymongo import MongoClient

client = MongoClient("mongodb://db:27017/shop")
orders = client["shop"]["orders"]


def use(order):
    orders.insert_one(order)
    client.shop.carts.delete_many({})
    return orders.find_one({"id": 1})
