package shop;

import org.apache.dubbo.config.annotation.DubboService;

@DubboService(version = "1.0")
public class StockService implements StockApi {
  @Override
  public int count(String sku) {
    return 1;
  }
}
