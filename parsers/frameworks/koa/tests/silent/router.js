module.exports = class Router {
  get(path, handler) {}
};
