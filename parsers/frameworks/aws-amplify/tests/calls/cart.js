import { API } from "aws-amplify";
import { API as Rest } from "@aws-amplify/api";
import { RestAPI } from "@aws-amplify/api-rest";
import { get, del } from "aws-amplify/api";
import { post } from "@aws-amplify/api";

export const list = () => API.get("shop", "/carts", { headers: {} });
export const drop = (id) => Rest.del("shop", `/carts/${id}`);
export const change = (id) => RestAPI.put("shop", "/carts/" + id, { body: {} });
export const one = (id) => get({ apiName: "shop", path: `/orders/${id}` }).response;
export const cancel = (id) => del({ apiName: "shop", path: `/orders/${id}` });
export const place = (body) => post({ apiName: "shop", path: "/orders", options: { body } });
