package shop;

import com.netflix.discovery.EurekaClient;
import java.net.URI;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.security.oauth2.client.OAuth2RestOperations;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

class Clients {
  private final RestTemplate rest;
  private final OAuth2RestOperations oauth;
  private final WebClient.Builder builder;
  private final DiscoveryClient discovery;
  private final LoadBalancerClient balancer;
  private final EurekaClient eureka;

  Clients(RestTemplate rest, OAuth2RestOperations oauth, WebClient.Builder builder, DiscoveryClient discovery,
      LoadBalancerClient balancer, EurekaClient eureka) {
    this.rest = rest;
    this.oauth = oauth;
    this.builder = builder;
    this.discovery = discovery;
    this.balancer = balancer;
    this.eureka = eureka;
  }

  void templates(String id) {
    rest.getForObject("http://orders/orders/" + id, Object.class);
    new RestTemplate().postForEntity(URI.create("http://billing/invoices"), null, Object.class);
    oauth.put("http://stock/items", null);
    rest.exchange("http://orders/all", HttpMethod.GET, null, Object.class);
    oauth.exchange("http://orders/oauth", HttpMethod.DELETE, null, Object.class);
    rest.exchange(RequestEntity.post(new URI("http://mail/send")).header("a", "b").build(), Object.class);
  }

  void addresses() {
    String plain = UriComponentsBuilder.fromHttpUrl("http://stock/count").queryParam("a", 1).toUriString();
    rest.getForObject(plain, Object.class);
    String longer = UriComponentsBuilder.fromUriString("http://stock").path("/levels").query("x").toUriString();
    java.net.URI built = UriComponentsBuilder.fromUriString("http://stock").path("/built/{id}").buildAndExpand(1).toUri();
    rest.getForObject(built, String.class);
    rest.getForObject(longer, Object.class);
  }

  void fluent() {
    RestClient.create("http://ship").get().uri("/rates").retrieve();
    RestClient.builder().baseUrl("http://ship").defaultHeader("a", "b").build().post().uri("/labels").retrieve();
    builder.baseUrl("http://track").build().get().uri("/positions/{id}", 1).retrieve();
    builder.build().method(HttpMethod.PUT).uri("http://track/whole").retrieve();
    WebClient.create("http://track").delete().uri(b -> b.path("/built").build()).retrieve();
  }

  void found() {
    discovery.getInstances("tax-service");
    balancer.choose("vat-service");
    eureka.getNextServerFromEureka("geo-service", false);
  }
}
