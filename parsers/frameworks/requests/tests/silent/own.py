import cache
from requests import exceptions

cache.requests.get("http://orders/orders")
cache.session().post("http://orders/orders")
raise exceptions.HTTPError()
