const neo4j = require('neo4j-driver');

module.exports = neo4j.driver('bolt://graph:7687', neo4j.auth.basic('a', 'b'));
