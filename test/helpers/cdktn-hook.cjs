const Module = require('node:module');

/** Loads the living fork wherever the app or its bindings ask for cdktf. */
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const isCdktf = request === 'cdktf' || request.startsWith('cdktf/');
  return resolve.call(this, isCdktf ? `cdktn${request.slice('cdktf'.length)}` : request, ...rest);
};
