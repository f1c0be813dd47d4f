package shop;

import java.net.URL;
import org.springframework.core.env.Environment;

class Outside {
  void run(Environment env) throws Exception {
    new URL(System.getenv("A") + "/a").openStream();
    new URL(System.getenv().get("B") + "/b").openStream();
    new URL(System.getenv().getOrDefault("C", "http://c") + "/c").openStream();
    new URL(System.getProperty("d.url", "http://d") + "/d").openStream();
    new URL(env.getProperty("e.url", "http://e") + "/e").openStream();
    new URL(env.getRequiredProperty("f.url") + "/f").openStream();
  }
}
