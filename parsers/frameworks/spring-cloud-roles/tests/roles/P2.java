package p2;

import de.codecentric.boot.admin.config.EnableAdminServer;

@EnableAdminServer
public class P2 {
  public static void main(String[] args) { }
}
