exports.visit = (file, kind) => {
  if (file.path === "lib/a.js") return 1;
  if (kind.httpMethod === "teapot") return 2;
  return { "GET /x": 1 }[kind.other];
};
