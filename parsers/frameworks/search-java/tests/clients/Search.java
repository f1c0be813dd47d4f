package shop;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.search.SearchRequest;
import org.springframework.data.elasticsearch.annotations.Document;
import org.springframework.data.elasticsearch.core.ElasticsearchOperations;

@Document(indexName = "articles")
class Article {}

class Search {
  private final ElasticsearchClient client;
  private final ElasticsearchOperations operations;

  Search(ElasticsearchClient client, ElasticsearchOperations operations) {
    this.client = client;
    this.operations = operations;
  }

  void run(Article article) throws Exception {
    new SearchRequest("products");
    new IndexRequest("products").id("1");
    client.search(s -> s.index("notes").query(q -> q), Article.class);
    client.index(i -> i.index("logs").id("1").document(article));
    operations.save(article);
    operations.search(null, Article.class);
  }
}
