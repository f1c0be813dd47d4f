import os
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from pymongo.database import Database

client = MongoClient(os.environ["MONGO_URL"])
db = client["shop"]
orders = db["orders"]
other = MongoClient()
motor = AsyncIOMotorClient("mongodb://people-db:27017/people")


def work(given: Database):
    orders.insert_one({})
    db.items.find({})
    client.stock.levels.update_many({}, {})
    client.get_database("logs").get_collection("lines").count_documents({})
    other.plain.things.find_one({})
    motor.get_default_database()["persons"].aggregate([])
    given.parcels.delete_one({})


def configure(app):
    app.config["MONGO_URI"] = "mongodb://config-db/app"
