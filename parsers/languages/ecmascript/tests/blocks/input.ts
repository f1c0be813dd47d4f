async function run(event) {
  for (const [key, value] of Object.entries(event)) { send(key); }
  for (const key in event) delete event[key];
  for await (const page of pages()) use(page);
  for (let i = 0, n = size(); i < n; i++) step(i);
  while (more()) next();
  do { again(); } while (pending());
  if (event.type !== 'a') { one(); } else if (event.kind == 2) { two(); } else { three(); }
  if (event !== 'n') return; else otherwise();
  if (!ready) wait();
  else begin();
  switch (event.kind) {
    case 'a':
    case 'b': both(); break;
    case 'c': onlyC();
    case 'd': { alsoC(); return; }
    default: rest();
  }
  switch (true) { case event.x === 'x': isX(); break; case isY(event): isY2(); }
  try { risky(); } catch ({ message }) { log(message); } finally { done(); }
  try { risky2(); } catch { ignored(); }
  label: for (const x of xs) { continue label; }
  if (a) { if (b) deep(); }
  await Promise.all(event.Records.map(async (record) => client.send(new Put(record))));
  list.forEach(function (each) { handle(each); });
  list.then((all) => all.filter((one) => keep(one)));
  throw new Failure(event);
}
