package shop;

class Page {
  @Select("FROM the list")
  String choice;
}

@interface Select {
  String value();
}
