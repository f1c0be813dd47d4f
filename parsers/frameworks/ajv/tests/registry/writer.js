const Ajv = require('ajv');
const Ajv2020 = require('ajv/dist/2020');
const { Ajv: Named } = require('ajv');
const Ajv2019 = require('ajv/dist/2019');

const ajv = new Ajv();
ajv.addSchema({ type: 'object' }, 'shop/order/placed');
new Ajv2020().addSchema({ $id: 'shop/order/cancelled', type: 'object' });
new Named().addSchema({ type: 'object' }, 'shop/order/paid');
new Ajv2019().addSchema({ type: 'object' }, 'shop/order/sent');
