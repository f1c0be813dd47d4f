const before = require('before');
function ok() { call('a'); }
const = ;
}}} <<<<
const after = other('b');
