from redis.exceptions import RedisError

cache = {}
cache.get("x", RedisError)
