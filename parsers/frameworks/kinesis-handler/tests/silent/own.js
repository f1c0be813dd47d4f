const handlers = require("./handlers");
handlers.registerSchemaMethodPair({ self: { vendor: "a" } }, () => {});
