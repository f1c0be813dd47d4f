package p0;

import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

@EnableEurekaServer
public class P0 {
  public static void main(String[] args) { }
}
