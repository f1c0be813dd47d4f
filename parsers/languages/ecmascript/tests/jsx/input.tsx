export function Orders({ id }: Props) {
  const { data } = useQuery(['orders', id], () => api.get(`/orders/${id}`));
  return (
    <Layout title="Orders &amp; more" wide {...rest}>
      <Route.Item path={paths.order} onClick={() => track('click')} render={<b>{data.name}</b>} />
      {data.items.map((item) => <Item key={item.id} {...item} />)}
      <></>
    </Layout>
  );
}
