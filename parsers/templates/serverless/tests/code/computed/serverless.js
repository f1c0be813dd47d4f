module.exports = makeService(process.argv);
