package shop;

import com.alibaba.dubbo.config.annotation.Service;
import other.PriceApi;

@Service
public class OldStockService implements PriceApi {
  public long price(String sku) {
    return 2;
  }
}
