package p11;

import org.springframework.cloud.netflix.turbine.EnableTurbine;

@EnableTurbine
public class P11 {
  public static void main(String[] args) { }
}
