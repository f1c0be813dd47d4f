exports.get = (path) => path;
