package p8;

import org.springframework.cloud.netflix.zuul.EnableZuulProxy;

@EnableZuulProxy
public class P8 {
  public static void main(String[] args) { }
}
