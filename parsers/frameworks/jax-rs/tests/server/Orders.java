package com.shop.order;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

@Path("orders")
public class Orders {
  @GET
  @Produces("application/json")
  public String list() {
    return "";
  }

  @GET
  @Path("/{id}")
  public String one(@PathParam("id") String id) {
    return "";
  }

  @Path("{id}/lines")
  public Lines lines(@PathParam("id") String id) {
    return new Lines();
  }
}

class Lines {
  @POST
  @Path("add")
  public void add() {}
}
