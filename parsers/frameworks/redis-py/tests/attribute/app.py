from flask import Flask, g
from redis import Redis

app = Flask(__name__)


def get_redis():
    if not hasattr(g, "redis"):
        g.redis = Redis(host="redis")
    return g.redis


@app.route("/")
def vote():
    redis = get_redis()
    redis.rpush(f"votes:{vote}", "a")
    g.other.rpush("votes", "b")
