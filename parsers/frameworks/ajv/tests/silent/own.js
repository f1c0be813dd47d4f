const Ajv = require("ajv");
const registry = { addSchema: (schema, name) => name };
registry.addSchema({}, "shop/cart");
new Ajv().compile({ type: "object" });
