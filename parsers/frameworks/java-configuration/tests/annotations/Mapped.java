package shop;

import io.micronaut.core.bind.annotation.Bindable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.client.RestTemplate;

class Mapped {
  private final Remote remote;
  private final Bound bound;
  private final Team team;
  private final Micro micro;
  private final RestTemplate rest;

  Mapped(Remote remote, Bound bound, Team team, Micro micro, RestTemplate rest) {
    this.remote = remote;
    this.bound = bound;
    this.team = team;
    this.micro = micro;
    this.rest = rest;
  }

  void go() {
    rest.getForObject(remote.baseUrl(), String.class);
    rest.getForObject(remote.other(), String.class);
    rest.getForObject(remote.stock().url() + "/items", String.class);
    rest.getForObject(remote.withArgument("x"), String.class);
    rest.getForObject(bound.url(), String.class);
    rest.getForObject(team.hostUrl, String.class);
    rest.getForObject(micro.getPayUrl(), String.class);
  }
}

@ConfigMapping(prefix = "remote")
interface Remote {
  @WithDefault("http://base")
  String baseUrl();

  @WithName("another")
  String other();

  Stock stock();

  String withArgument(String argument);

  interface Stock {
    String url();
  }
}

@ConfigurationProperties("bound")
record Bound(@DefaultValue("http://bound") String url) {}

@ConfigProperties(prefix = "team")
class Team {
  String hostUrl;
}

@io.micronaut.context.annotation.ConfigurationProperties("micro")
interface Micro {
  @Bindable(defaultValue = "http://pay")
  String getPayUrl();
}
