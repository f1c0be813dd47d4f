package shop;

import org.elasticsearch.client.RestHighLevelClient;

class SearchRequest {
  SearchRequest(String index) {}
}

class Search {
  RestHighLevelClient client;

  SearchRequest run() {
    return new SearchRequest("products");
  }
}
