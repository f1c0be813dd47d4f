const { createProxyMiddleware: proxy } = require('http-proxy-middleware');
module.exports = (app) => {
  // app.use(proxy('/old', { target: 'http://old:1' }));
  app.use(proxy('/orders', { target: 'http://localhost:5000', pathRewrite: { '^/orders': '/' } }));
  app.use('/stock', proxy({ target: process.env.STOCK_URL || 'http://stock:9000' }));
  const target = 'http://no-proxy:1';
};
