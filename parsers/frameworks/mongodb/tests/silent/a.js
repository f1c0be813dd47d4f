const { ObjectId } = require('mongodb');
const stamps = { collection() {} };
stamps.collection();
exports.id = new ObjectId();
