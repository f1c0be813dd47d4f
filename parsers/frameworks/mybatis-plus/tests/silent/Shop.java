package shop;

import com.baomidou.mybatisplus.core.conditions.Wrapper;

interface BaseMapper<T> {
  int insert(T one);
}

interface OrderMapper extends BaseMapper<String> {}

class Shop {
  Wrapper<String> wrapper;

  void run(OrderMapper orders) {
    orders.insert("a");
  }
}
