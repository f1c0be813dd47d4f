const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

class Server {
  constructor(root) {
    this.packages = { shop: this.load(root + '/shop.proto') };
    this.server = new grpc.Server();
    this.register();
  }

  load(path) {
    return grpc.loadPackageDefinition(loader.loadSync(path));
  }

  static charge(call, callback) {
    callback(null, {});
  }

  register() {
    this.server.addService(this.packages.shop.shop.pay.Payment.service, { charge: Server.charge.bind(this), refund });
  }
}

function refund(call, callback) {
  callback(null, {});
}

new Server(__dirname);
