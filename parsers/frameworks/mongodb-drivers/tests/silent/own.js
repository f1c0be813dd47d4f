const { ObjectId } = require('mongodb');

function own(stamps, id) {
  stamps.collection({ rare: true }).find('rare');
  const list = [new ObjectId(id)];
  return list.find((one) => one === id);
}
