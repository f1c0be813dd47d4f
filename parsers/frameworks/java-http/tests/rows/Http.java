package shop;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import javax.ws.rs.client.Client;
import okhttp3.Request;
import org.apache.http.client.methods.HttpPost;

class Http {
  void run(Client client) throws Exception {
    new URL("http://orders/plain").openConnection();
    HttpRequest.newBuilder().uri(URI.create("http://orders/uri")).build();
    HttpRequest.newBuilder(URI.create("http://orders/direct")).GET().build();
    Request request = new Request.Builder().url("http://orders/ok").build();
    HttpPost post = new HttpPost(String.format("http://%s/shipping/", System.getenv("HOST")));
    client.target("http://orders/rest").request().get();
  }
}
