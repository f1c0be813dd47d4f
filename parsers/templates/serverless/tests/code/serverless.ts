import type { AWS } from '@serverless/typescript';
import place from './place';
const stage = 'dev';
const configuration: AWS = {
  service: 'typed',
  provider: { name: 'aws', runtime: 'nodejs18.x', environment: { TABLE: '${self:service}-table' } },
  functions: { place, other: { handler: 'other.handler', events: [{ http: { method: 'get', path: 'other' } }] } },
  resources: { Resources: { Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: `orders-${stage}` } } } },
};
module.exports = configuration;
