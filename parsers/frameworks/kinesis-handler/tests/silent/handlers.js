exports.registerSchemaMethodPair = (schema, method) => method;
