const oracledb = require('oracledb');

module.exports = async () => {
  const pool = await oracledb.createPool({ user: 'a' });
  const connection = await pool.getConnection();
  await connection.execute('SELECT * FROM orders');
};
