import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { Greeter } from './gen/greeter_pb';

const client = createClient(Greeter, createConnectTransport({ baseUrl: 'http://greeter:8080' }));

client.greet({ name: 'x' });
