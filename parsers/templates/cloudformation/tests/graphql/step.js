export function request(ctx) { return { operation: 'PutItem', key: {} }; }
