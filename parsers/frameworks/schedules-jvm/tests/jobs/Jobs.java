package a;

import org.springframework.scheduling.annotation.Scheduled;

class Jobs {
  @Scheduled(cron = "0 0 3 * * *")
  public void nightly() {}
}
