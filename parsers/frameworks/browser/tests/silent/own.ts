import axios from "axios";

export const load = (shop: { location: { hostname: string } }) => {
  const location = shop.location;
  return axios.create({ baseURL: "http://" + location.hostname });
};
