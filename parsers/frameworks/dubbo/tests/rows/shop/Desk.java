package shop;

import org.apache.dubbo.config.annotation.DubboReference;
import org.apache.dubbo.config.annotation.Reference;
import other.PriceApi;

public class Desk {
  @DubboReference(version = "${dubbo.consumer.StockApi.version}")
  private StockApi stock;
  @Reference private PriceApi prices;

  public long order(String sku) {
    return stock.count(sku) * prices.price(sku);
  }
}
