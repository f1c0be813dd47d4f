const fetch = require("./fetch");
const environment = { env: { A: "1" } };
fetch("http://orders/orders");
fetch(environment.env.A);
JSON.stringify(environment);
