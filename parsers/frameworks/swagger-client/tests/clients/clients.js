const SwaggerClient = require("swagger-client");

const users = `http://${process.env.USERS_HOST}:3000`;

async function load() {
  const client = await SwaggerClient(users + "/swagger.json");
  const other = await SwaggerClient({ url: "http://stock/openapi.json" });
  const third = await new SwaggerClient("http://bills/openapi.json");
  await SwaggerClient.resolve({ url: "http://carts/openapi.json" });
  return [client, other, third];
}

load();
