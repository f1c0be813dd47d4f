const KH = require("kinesis-handler");
const created = require("./created.json");

const impl = { put: (event) => event };
const kh = new KH.KinesisHandler({ self: { vendor: "shop" } }, "catalog");
kh.registerSchemaMethodPair(created, impl.put);
module.exports = { processKinesisEvent: kh.processKinesisEvent.bind(kh) };
