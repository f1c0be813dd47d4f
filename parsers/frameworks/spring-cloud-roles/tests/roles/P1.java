package p1;

import org.springframework.cloud.config.server.EnableConfigServer;

@EnableConfigServer
public class P1 {
  public static void main(String[] args) { }
}
