package p12;

import org.springframework.cloud.netflix.turbine.stream.EnableTurbineStream;

@EnableTurbineStream
public class P12 {
  public static void main(String[] args) { }
}
