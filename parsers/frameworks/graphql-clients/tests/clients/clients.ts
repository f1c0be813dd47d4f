import request, { GraphQLClient, gql } from "graphql-request";
import { request as named } from "graphql-request";
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { createClient } from "urql";

const client = new GraphQLClient(process.env.GRAPHQL_URL!);
const link = new HttpLink({ uri: "http://catalog/graphql" });
const apollo = new ApolloClient({ link: link.concat(link), cache: new InMemoryCache() });
const direct = new ApolloClient({ uri: "http://stock/graphql", cache: new InMemoryCache() });
const urql = createClient({ url: "http://bills/graphql" });

export async function run() {
  await client.request(gql`{ a }`);
  await request("http://carts/graphql", gql`{ a }`);
  await named({ url: "http://carts/graphql", document: gql`{ a }` });
  await apollo.query({ query: gql`{ a }` });
  await direct.mutate({ mutation: gql`{ a }` });
  await urql.query(gql`{ a }`, {});
}
