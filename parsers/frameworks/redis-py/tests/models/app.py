import os
import redis

cache = redis.Redis(host=os.getenv("REDIS_HOST", "redis"), port=6379)
by_url = redis.from_url(os.environ["REDIS_URL"])
pool = redis.ConnectionPool(host="pooled")
url_pool = redis.ConnectionPool.from_url("redis://pooled-by-url:6379/1")


def work(user):
    cache.get("cart:" + user)
    by_url.set("seen", 1)
    redis.Redis(connection_pool=pool).incr("count")
    pipe = redis.Redis(connection_pool=url_pool).pipeline()
    pipe.hset("a", "b", "c")
