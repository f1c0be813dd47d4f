const SwaggerClient = require("./swagger-client");

SwaggerClient("http://users/swagger.json");
