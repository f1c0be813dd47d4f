package p4;

import zipkin.server.EnableZipkinServer;

@EnableZipkinServer
public class P4 {
  public static void main(String[] args) { }
}
