public class Registry {
  public static void main(String[] args) { start(args); }
}
