const { Sequelize } = require('sequelize');

module.exports = {
  up: async (queryInterface) => {
    await queryInterface.createTable('orders', {
      id: { type: Sequelize.INTEGER },
      customerId: { type: Sequelize.INTEGER, references: { model: 'customers', key: 'id' } },
      tagId: { references: { model: { tableName: 'tags', schema: 'x' }, key: 'id' } },
    });
    await queryInterface.addColumn('orders', 'sellerId', { references: { model: 'sellers', key: 'id' } });
    await queryInterface.addColumn('orders', 'markId', { references: { model: { tableName: 'marks' } } });
    await queryInterface.addColumn('orders', 'note', { type: Sequelize.STRING });
    await queryInterface.addConstraint('orders', {
      type: 'foreign key', fields: ['shopId'], name: 'fk_shop', references: { table: 'shops', field: 'id' },
    });
    await queryInterface.addConstraint('orders', { type: 'unique', fields: ['shopId'], name: 'u' });
    await queryInterface.removeConstraint('orders', 'fk_shop');
    await queryInterface.removeColumn('orders', 'sellerId');
  },
  down: (queryInterface) => queryInterface.dropTable('orders'),
};
