public class Away {
  public static void main(String[] args) { start(args); }
}
