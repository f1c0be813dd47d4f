const Ajv = require('./ajv');

new Ajv().addSchema({ type: 'object' }, 'shop/order/placed');
require('ajv')().compile({ type: 'object' });
