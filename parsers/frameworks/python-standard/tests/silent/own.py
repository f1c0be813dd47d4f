import os
import urllib.parse
from requests_like import urlopen

os.path.exists("http://orders")
urllib.parse.urlencode({"a": 1})
urlopen("http://orders/orders")
