const cassandra = require('cassandra-driver');

const client = new cassandra.Client({ contactPoints: ['cassandra'], localDataCenter: 'a', keyspace: 'shop' });

module.exports = async () => {
  await client.execute('SELECT * FROM orders WHERE id = ?', [1], { prepare: true });
  await client.batch([{ query: 'INSERT INTO lines (id) VALUES (?)', params: [1] }]);
};
