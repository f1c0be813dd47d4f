package p13;

import org.springframework.cloud.netflix.hystrix.dashboard.EnableHystrixDashboard;

@EnableHystrixDashboard
public class P13 {
  public static void main(String[] args) { }
}
