package p5;

import zipkin2.server.internal.EnableZipkinServer;

@EnableZipkinServer
public class P5 {
  public static void main(String[] args) { }
}
