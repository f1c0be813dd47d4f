const knex = require('knex');

module.exports = (maker) => maker.createTables('words') + maker.table('x') + knex.VERSION;
