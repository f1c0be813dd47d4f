package p9;

import org.springframework.cloud.netflix.zuul.EnableZuulServer;

@EnableZuulServer
public class P9 {
  public static void main(String[] args) { }
}
