import os

from elasticsearch import Elasticsearch, helpers
from elasticsearch_dsl import Document, Text
from opensearchpy import OpenSearch

client = Elasticsearch([os.environ["SEARCH"]])
other = OpenSearch("http://search:9200")


class Article(Document):
    title = Text()

    class Index:
        name = "articles"


def run(doc):
    client.indices.create(index="products")
    client.index(index="products", body=doc)
    client.search(index="products", body={})
    other.get("notes", 1)
    list(helpers.scan(client, index="logs"))
    Article(title="x").save()
    return Article.search()
