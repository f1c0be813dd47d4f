const { InfluxDB } = require('@influxdata/influxdb-client');

const write = new InfluxDB({ url: 'http://series:8086' }).getWriteApi('shop', 'visits');
module.exports = new InfluxDB('http://series:8086').getWriteApi('shop', 'marks') || write;
