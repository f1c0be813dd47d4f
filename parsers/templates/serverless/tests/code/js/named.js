exports.bucket = () => 'shop-bucket';
exports.computed = async () => fetchSomething();
