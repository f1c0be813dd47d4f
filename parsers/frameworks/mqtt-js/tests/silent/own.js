const mqtt = require('./mqtt');
mqtt.connect().publish('home/door', 'open');
