const { OpenFeature } = require('@openfeature/server-sdk');
const { FlagdProvider } = require('@openfeature/flagd-provider');

OpenFeature.setProvider(new FlagdProvider());
OpenFeature.setProvider('other', new FlagdProvider({ host: 'flags', port: 8013 }));
