package com.shop.own;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

@Path("/own")
public class Own {
  public Response helper() {
    return Response.ok().build();
  }
}

@Path("/remote")
interface Remote {
  @jakarta.ws.rs.GET
  String get();
}
