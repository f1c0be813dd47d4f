package shop;

public interface StockApi {
  int count(String sku);
}
