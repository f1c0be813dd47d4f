import { Auth, API } from "aws-amplify";
import { get } from "./map";

Auth.get("shop", "/carts");
API.graphql("query");
get({ apiName: "shop", path: "/carts" });
