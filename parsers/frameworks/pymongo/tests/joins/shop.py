from pymongo import MongoClient

client = MongoClient("mongodb://db/shop")


def run():
    return client["shop"]["orders"].aggregate([{"$match": {}}, {"$lookup": {"from": "invoices", "as": "x"}}])
