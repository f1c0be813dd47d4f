import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const stock = new StreamableHTTPClientTransport(new URL('http://stock:8000/mcp'));
export const prices = new SSEClientTransport(new URL(`http://${process.env.PRICES_HOST}/sse`));
