import axios from "axios";

const api = `${window.location.protocol}//${window.location.hostname}:8080`;

export async function load(name: string) {
  await axios.get(api + "/orders/" + name);
  await axios.get("http://" + location.hostname + ":8081/stock");
  await axios.get(window.location.origin + "/bills");
  await axios.get("http://" + document.location.host + "/carts");
}
