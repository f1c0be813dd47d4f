import { request } from "./http";
request("http://x/graphql", "{ a }");
