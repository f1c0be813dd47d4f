from pymongo import ASCENDING

orders = []
orders.insert(0, ASCENDING)
