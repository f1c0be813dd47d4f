exports.Store = class Store {
  put(item) {}
};
