const { errors } = require('@elastic/elasticsearch');

const shelf = { search: (what) => what, index: (what) => what };
module.exports = () => shelf.search({ index: 'products' }) || shelf.index(errors);
