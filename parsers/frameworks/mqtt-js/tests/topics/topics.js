const mqtt = require('mqtt');
const client = mqtt.connect('mqtt://broker');
client.publish('home/door', 'open');
client.subscribe(['home/+', 'garden/#']);
