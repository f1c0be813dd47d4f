package p7;

import org.springframework.security.oauth2.config.annotation.web.configuration.EnableAuthorizationServer;

@EnableAuthorizationServer
public class P7 {
  public static void main(String[] args) { }
}
