#!/usr/bin/env node
'use strict';
const whole = require('aws-sdk');
const { Doc, Client: Renamed } = require('lib');
const picked = require('pg').Pool;
const made = require('pino')({ level: 'info' });
const { outer: { inner }, plain = 1, ...rest } = require('deep');
const part = require('config').a.b;
let late;
try { late = require('fast'); } catch (e) { late = require('slow'); }
require('dotenv').config();
require('./register');
const s3 = new (require('aws-sdk').S3)();
const dynamic = require(name);

exports.handler = async (event) => late(event);
module.exports.second = function () {};
exports['third'] = whole;
exports.empty = void 0;
module.exports = { local, renamed: other, method() {}, nested: require('./nested') };
module.exports = exports = new Service();
function local() {}
function other() {}
