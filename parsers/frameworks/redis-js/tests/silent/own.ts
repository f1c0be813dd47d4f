import { createClient } from './redis';
import Queue from './queue';

createClient().publish('orders', 'x');
new Queue('mails').add({});
