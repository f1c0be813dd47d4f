import { HttpClient } from "@angular/common/http";

export class Orders {
  constructor(private http: HttpClient) {}
  all() {
    this.http.request("PUT", "/api/orders");
    return this.http.get("/api/orders");
  }
}
