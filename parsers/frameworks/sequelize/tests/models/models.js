const { Sequelize, DataTypes, Model } = require('sequelize');

const db = new Sequelize('shop', 'user', 'pass', { host: 'shop-db', dialect: 'mysql' });
const other = new Sequelize('postgres://people-db/hr');

exports.Order = db.define('Order', { total: DataTypes.INTEGER });
exports.Stock = db.define('Stock', {}, { tableName: 'stock_levels' });
exports.Frozen = db.define('frozen', {}, { freezeTableName: true });
exports.OrderItem = other.define('OrderItem', {}, { underscored: true });

class Person extends Model {}
Person.init({}, { sequelize: other });
class Clerk extends Model {}
Clerk.init({}, { sequelize: other, tableName: 'clerks_of_shop' });
class Box extends Model {}
Box.init({}, { sequelize: other, modelName: 'parcel' });
exports.Person = Person;
exports.Clerk = Clerk;
exports.Box = Box;
