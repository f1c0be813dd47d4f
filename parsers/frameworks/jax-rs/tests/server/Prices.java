package com.shop.price;

import javax.ws.rs.DELETE;
import javax.ws.rs.Path;

@Path("/prices")
interface PriceApi {
  @DELETE
  @Path("{sku}")
  void drop(String sku);
}

class Prices implements PriceApi {
  @Override
  public void drop(String sku) {}
}
