const { Client } = require('@elastic/elasticsearch');
const opensearch = require('@opensearch-project/opensearch');
const old = require('elasticsearch');

const client = new Client({ node: 'http://search:9200' });
const other = new opensearch.Client({ node: process.env.SEARCH });
const legacy = new old.Client({ host: 'search:9200' });
const INDEX = 'products';

module.exports = async (doc) => {
  await client.indices.create({ index: INDEX });
  await client.index({ index: INDEX, body: doc });
  await other.search({ index: 'articles', body: {} });
  await legacy.deleteByQuery({ index: 'notes' });
};
