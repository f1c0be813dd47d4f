package x;
public class Order { private String id; private int amount; private String note;
 public String getId() { return id; } public int getAmount() { return amount; } }
