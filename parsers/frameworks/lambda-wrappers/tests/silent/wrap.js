module.exports = (options) => ({ get: (path, handler) => handler });
