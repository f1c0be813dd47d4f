package shop;

import com.baomidou.mybatisplus.annotation.TableName;
import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import com.baomidou.mybatisplus.extension.service.IService;
import com.baomidou.mybatisplus.extension.service.impl.ServiceImpl;

@TableName("t_order")
class Order {}

@TableName
class OrderLine {}

interface OrderMapper extends BaseMapper<Order> {}

interface LineService extends IService<OrderLine> {}

class Orders extends ServiceImpl<OrderMapper, Order> {
  void all() {
    list();
    this.saveBatch(null);
  }
}

class Shop {
  private final OrderMapper orders;
  private final LineService lines;

  Shop(OrderMapper orders, LineService lines) {
    this.orders = orders;
    this.lines = lines;
  }

  void run() {
    orders.insert(new Order());
    orders.selectById(1);
    lines.removeById(1);
  }
}
