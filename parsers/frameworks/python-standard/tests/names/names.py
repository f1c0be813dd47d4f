import asyncio
import http.client
import json
import os
import urllib.request
from os.path import join
from urllib.parse import urljoin, urlparse

import urllib3

base = os.environ["BASE_URL"]
other = os.getenv("OTHER_URL", "http://other")


def call(url, path):
    urllib.request.urlopen(url + path)


def run(event):
    call(base, "/orders")
    call(other, "/x")
    urllib.request.urlopen(urljoin(base, "/bills"))
    urllib.request.urlopen(json.loads(os.environ["CONFIG"])["url"])
    urllib.request.urlopen(join(base, "files"))
    urllib.request.urlopen("http://carts/carts", b"{}")
    urllib.request.urlopen(urllib.request.Request("http://carts/carts", method="PUT"))
    request = urllib.request.Request("http://carts/carts", data=b"{}")
    urllib.request.urlopen(request)
    parsed = urlparse(os.environ["STOCK_URL"])
    connection = http.client.HTTPSConnection(parsed.netloc)
    connection.request("DELETE", "/stock")
    urllib.request.urlopen(f"{parsed.scheme}://{parsed.netloc}/stock")
    urllib.request.urlopen(parsed.geturl())
    pool = urllib3.PoolManager()
    pool.request("GET", "http://files/files")
    asyncio.run(work())


async def work():
    return 1
