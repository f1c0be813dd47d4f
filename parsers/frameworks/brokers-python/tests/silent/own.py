from shop.bus import redis

redis.Redis().publish("orders", "x")
