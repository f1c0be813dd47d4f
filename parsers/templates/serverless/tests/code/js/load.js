const fs = require('fs');
const yaml = require('js-yaml');
module.exports.read = () => {
  const text = yaml.load(fs.readFileSync('../js/data.yml', 'utf8'));
  return JSON.stringify(text);
};
