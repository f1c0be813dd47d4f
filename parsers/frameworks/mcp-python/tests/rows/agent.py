import os

from fastmcp import Client
from langchain_mcp_adapters.client import MultiServerMCPClient
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamablehttp_client


async def connect():
    async with streamablehttp_client(url=f"http://{os.environ['MCP_HOST']}:8000/mcp") as streams:
        return streams


async def old():
    return sse_client("http://tools:8000/sse")


def many():
    return MultiServerMCPClient({"stock": {"url": "http://stock:8000/mcp", "transport": "streamable_http"}})


def fast():
    return Client("http://prices:8000/mcp")
