import os

import aiohttp
import httpx
import requests
from aws_requests_auth.boto_utils import BotoAWSRequestsAuth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from requests_aws4auth import AWS4Auth

ORDERS = os.environ["ORDERS_URL"]
auth = BotoAWSRequestsAuth(aws_host="x", aws_region="eu-west-1", aws_service="execute-api")


def sync(order_id):
    requests.get(f"{ORDERS}/orders/{order_id}", auth=auth)
    requests.request("PUT", url=ORDERS + "/orders", auth=AWS4Auth("a", "b", "c", "d"))
    session = requests.Session()
    session.post("http://bills/bills", json={})
    session.request("PATCH", "http://bills/bills")
    session.send(requests.Request("DELETE", "http://bills/bills").prepare())
    client = httpx.Client(base_url="http://carts")
    client.get("/carts")
    client.stream("GET", "/carts/stream")
    signed = AWSRequest(method="POST", url="http://graph/graphql", data="{}")
    requests.post(signed.url, data="{}")
    URLLib3Session().send(signed.prepare())


async def parallel():
    async with aiohttp.ClientSession() as session:
        async with session.get("http://stock/stock") as answer:
            return await answer.json()


async def based():
    async with aiohttp.ClientSession(base_url=os.environ["STOCK_URL"]) as session:
        await session.put("/stock")
    async with httpx.AsyncClient() as client:
        await client.delete("http://stock/stock")
