import { ElasticsearchService } from '@nestjs/elasticsearch';

export class Search {
  constructor(private readonly search: ElasticsearchService) {}
  find(text: string) {
    return this.search.search({ index: 'posts', body: { text } });
  }
}
