import os

import aiohttp
import websocket
import websockets
from websockets.sync.client import connect


def old():
    return websocket.create_connection("ws://feed:8080/ticks", timeout=3)


async def new():
    async with websockets.connect(f"ws://{os.environ['FEED_HOST']}/ticks") as socket:
        await socket.recv()


def plain():
    return connect("ws://feed:8080/orders")


async def other():
    async with aiohttp.ClientSession() as session:
        return await session.ws_connect("ws://feed:8080/stock")
