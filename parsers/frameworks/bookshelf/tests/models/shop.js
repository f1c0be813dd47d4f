const knex = require('knex')({ client: 'pg' });
const bookshelf = require('bookshelf')(knex);

const Order = bookshelf.model('Order', { tableName: 'orders' });
const Line = bookshelf.Model.extend({ tableName: 'lines' });

class Note extends bookshelf.Model {
  get tableName() {
    return 'notes';
  }
}

module.exports = async () => {
  await Order.forge({ id: 1 }).fetch();
  await Note.where('id', 1).fetchAll();
  await new Note({ id: 1 }).save();
  await Order.where('id', 1).fetch();
  await Order.forge({ id: 1 }).save();
  await new Line({ id: 1 }).destroy();
  return Line.fetchAll();
};
