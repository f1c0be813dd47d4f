const prefix = 'shop';
const shared = { team: 'orders' };
module.exports = {
  stage: process.env.STAGE || 'dev',
  tables: { ...shared, orders: `${prefix}-orders` },
};
