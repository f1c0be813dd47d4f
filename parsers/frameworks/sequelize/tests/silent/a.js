const { DataTypes } = require('sequelize');
const shop = { findAll() {} };
shop.findAll();
exports.type = DataTypes.STRING;
