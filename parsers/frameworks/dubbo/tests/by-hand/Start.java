package shop;

import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.ServiceConfig;

class Start {
  void start() {
    ServiceConfig<Orders> service = new ServiceConfig<>();
    service.setInterface("shop.Orders");
    new ReferenceConfig<Stock>().setInterface("shop.Stock");
  }
}
