const create = async (event) => ({ statusCode: 201 });

exports.handler = async (event) => {
  switch (event.httpMethod) {
    case "GET":
      if (event.path === "/orders") return { statusCode: 200 };
      break;
    case "POST":
      return create(event);
    default:
      return { statusCode: 405 };
  }
};

exports.http = async ({ requestContext, rawPath }) => {
  const { method } = requestContext.http;
  if (method === "GET" && rawPath === "/stock") return { statusCode: 200 };
  return { statusCode: 404 };
};

exports.routes = async (event) => {
  switch (event.routeKey) {
    case "GET /carts":
    case "GET /carts/{id}":
      return { statusCode: 200 };
    case "DELETE /carts/{id}":
      return { statusCode: 204 };
  }
};

exports.text = async (event) => {
  switch (`${event.httpMethod} ${event.resource}`) {
    case "PUT /bills/{id}":
      return { statusCode: 200 };
  }
  const table = { "POST /bills": create };
  return table[`${event.httpMethod} ${event.resource}`](event);
};
