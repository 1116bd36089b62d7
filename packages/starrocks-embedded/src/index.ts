export { EmbeddedServerError } from './errors';
export type { EmbeddedErrorCode } from './errors';
export type { EmbeddedServer, ServerOptions } from './options';
export { startServer } from './server';
export { startServerProcess } from './child';
export type { ServerProcess, ServerProcessOptions } from './child';
