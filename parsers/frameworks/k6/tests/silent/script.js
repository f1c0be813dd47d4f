import http from "./http";

http.get("http://front/orders");
