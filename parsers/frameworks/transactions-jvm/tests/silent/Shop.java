package shop;

@interface Transactional {}

class Shop {
  @Transactional
  void place() {}
}
