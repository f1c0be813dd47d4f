package p3;

import de.codecentric.boot.admin.server.config.EnableAdminServer;

@EnableAdminServer
public class P3 {
  public static void main(String[] args) { }
}
