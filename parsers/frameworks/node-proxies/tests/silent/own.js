function createProxyMiddleware(options) {
  return options.target;
}

const plugins = { register: (plugin, options) => options };

createProxyMiddleware({ target: "http://orders:3000" });
plugins.register("logger", { upstream: "http://orders:3000" });
new Proxy({ target: "http://orders:3000" }, {});
