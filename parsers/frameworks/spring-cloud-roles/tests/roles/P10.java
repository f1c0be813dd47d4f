package p10;

import org.springframework.cloud.netflix.sidecar.EnableSidecar;

@EnableSidecar
public class P10 {
  public static void main(String[] args) { }
}
