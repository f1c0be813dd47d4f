package shop;

import org.springframework.stereotype.Service;

@Service
public class Desk implements StockApi {
  private StockApi stock;

  public int count(String sku) {
    return stock.count(sku);
  }
}

interface StockApi {
  int count(String sku);
}
