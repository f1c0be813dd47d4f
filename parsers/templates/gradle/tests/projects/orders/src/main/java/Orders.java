public class Orders {
  public static void main(String[] args) { start(args); }
}
