const knex = require('./own-knex');
knex('orders').insert({});
