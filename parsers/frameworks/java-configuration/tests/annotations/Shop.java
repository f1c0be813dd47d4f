package shop;

import io.micronaut.context.annotation.Property;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.client.RestTemplate;

class Shop {
  @Value("${stock.url:http://stock}/items") private String stock;
  @Property(name = "pay.url") private String pay;
  @ConfigProperty(name = "mail.url", defaultValue = "http://mail") String mail;
  private final String carts;
  private final Settings settings;
  private final MoreSettings more;
  private final RestTemplate rest;

  Shop(@Value("#{'${carts.url}'}") String carts, Settings settings, MoreSettings more, RestTemplate rest) {
    this.carts = carts;
    this.settings = settings;
    this.more = more;
    this.rest = rest;
  }

  void go() {
    rest.getForObject(stock, String.class);
    rest.getForObject(pay, String.class);
    rest.getForObject(mail, String.class);
    rest.getForObject(carts + "/all", String.class);
    rest.getForObject(settings.getSearchUrl(), String.class);
    rest.getForObject(settings.getUsers().getBaseUrl(), String.class);
    rest.getForObject(more.ratesUrl(), String.class);
  }
}

@ConfigurationProperties(prefix = "shop")
class Settings {
  private String searchUrl = "http://search";
  private Users users = new Users();

  String getSearchUrl() { return searchUrl; }
  Users getUsers() { return users; }

  static class Users {
    private String baseUrl;
    String getBaseUrl() { return baseUrl; }
  }
}

@io.micronaut.context.annotation.ConfigurationProperties("more")
record MoreSettings(String ratesUrl) {}
