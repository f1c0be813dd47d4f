package p6;

import org.springframework.cloud.sleuth.zipkin.stream.EnableZipkinStreamServer;

@EnableZipkinStreamServer
public class P6 {
  public static void main(String[] args) { }
}
