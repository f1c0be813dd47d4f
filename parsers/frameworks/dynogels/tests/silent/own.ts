import { AWS } from 'dynogels';

const shelf = { define: (name: string) => new Map<string, string>() };
shelf.define('Order').get('x');
export const region = AWS.config.region;
