const { DataTypes, Model, Sequelize } = require('sequelize');

const sequelize = new Sequelize('postgres://db/shop');
const Customer = sequelize.define('Customer', { name: DataTypes.STRING });
const Tag = sequelize.define('Tag', { name: DataTypes.STRING }, { tableName: 'T_TAGS' });
const Order = sequelize.define('Order', {
  shopId: { type: DataTypes.INTEGER, references: { model: 'shops', key: 'id' } },
  note: DataTypes.STRING,
});
const Line = sequelize.define('Line', { orderId: { references: { model: 'Orders' } } }, { tableName: 'lines' });

Order.belongsTo(Customer, { foreignKey: 'customerId' });
Order.belongsTo(Customer, { constraints: false });
Order.belongsTo(Customer);
Order.hasMany(Line);
Order.belongsToMany(Tag, { through: 'order_tags' });

class Shop extends Model {}
Shop.init({ name: DataTypes.STRING }, { sequelize, tableName: 'shops' });
class Room extends Model {}
Room.init({}, { sequelize, tableName: 'rooms' });
Room.belongsTo(Shop, { foreignKey: 'shopId' });
Shop.hasOne(Room);
Shop.belongsToMany(Room, { through: 'shop_rooms' });
