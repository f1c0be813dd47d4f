export function request() { return { method: 'GET', resourcePath: '/price' } }
