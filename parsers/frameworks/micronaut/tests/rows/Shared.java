package shop.shared;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.client.annotation.Client;

interface PetOperations {
  @Get("/{name}")
  String find(String name);
}

@Client(id = "pets", path = "/v1/pets")
interface PetClient extends PetOperations {}

@Controller("/v1/pets")
class PetController implements PetOperations {
  public String find(String name) {
    return name;
  }
}

class PetFallback implements PetClient {
  public String find(String name) {
    return "";
  }
}
