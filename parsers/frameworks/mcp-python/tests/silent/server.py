from mcp.server.fastmcp import FastMCP

server = FastMCP("stock")


@server.tool()
def count(sku: str) -> int:
    return len(sku)


def own(streamablehttp_client):
    streamablehttp_client("http://nowhere/mcp")
