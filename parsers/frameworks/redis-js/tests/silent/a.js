require('redis');
const cache = new Map();
cache.get('x');
cache.set('x', 1);
