module.exports = (url) => url;
