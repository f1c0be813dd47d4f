const request = require("./request");
request("http://carts/carts");
const got = { post: (x) => x };
got.post("http://orders/orders");
