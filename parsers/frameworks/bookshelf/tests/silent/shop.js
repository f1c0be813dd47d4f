const bookshelf = require('bookshelf');

const shelf = { model: (name) => ({ fetch: () => name }) };
module.exports = () => shelf.model('Order', { tableName: 'orders' }).fetch(bookshelf.VERSION);
