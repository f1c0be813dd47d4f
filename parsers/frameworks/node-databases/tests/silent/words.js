const pg = require('pg');

function words(box, words) {
  box.tell('select from the list');
  box.query({ q: 'select * from lists' });
  box.query('the words to look for');
  box.query(words);
  return pg.types;
}
