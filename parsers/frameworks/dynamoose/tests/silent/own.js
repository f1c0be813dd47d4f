const dynamoose = require("dynamoose");
dynamoose.aws.ddb.set({});
const cart = { get: (id) => id, create: (item) => item };
cart.get(1);
cart.create({});
