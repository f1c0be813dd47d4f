package a;

@interface Scheduled {
  String cron();
}

class Own {
  @Scheduled(cron = "0 0 3 * * *")
  public void nightly() {}
}
