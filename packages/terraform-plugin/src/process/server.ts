/** The services of a provider process. */

import { MessageReader, MessageWriter } from '../wire/message';
import type { Call } from '../wire/calls';
import type { ServerIdentity } from './certificate';
import { listenGrpc } from './grpc';
import type { GrpcMethod } from './grpc';

/** Terraform's own limit. */
const MESSAGE_LIMIT_BYTES = 256 * 1024 * 1024;
const SERVING = 1;

/** What Terraform's plugin library asks of every plugin besides the provider service. */
const SHUTDOWN = '/plugin.GRPCController/Shutdown';
const PLUGIN_CALLS: readonly (readonly [string, Call])[] = [
  [SHUTDOWN, () => Promise.resolve(new MessageWriter())],
  ['/grpc.health.v1.Health/Check', () => Promise.resolve(new MessageWriter().integer(1, SERVING))],
];

/** What a provider process listens with. */
export interface Listening {
  /** Calls of the provider service by their name. */
  readonly calls: ReadonlyMap<string, Call>;
  readonly tls: { readonly identity: ServerIdentity; readonly clientCertificate: string } | undefined;
  /** Called when Terraform has said goodbye and has the answer. */
  readonly shutdown: () => void;
}

/** Listens on a free port of the loopback interface. @returns the port */
export async function listen({ calls, tls, shutdown }: Listening): Promise<number> {
  const provided = [...calls].map(([name, call]) => [`/tfplugin5.Provider/${name}`, call] as const);
  const { port } = await listenGrpc({
    methods: new Map([...provided, ...PLUGIN_CALLS].map(([path, call]) => [path, method(call)])),
    messageLimit: MESSAGE_LIMIT_BYTES,
    tls:
      tls === undefined
        ? undefined
        : {
            key: tls.identity.privateKeyPem,
            certificate: tls.identity.certificatePem,
            clientCertificate: tls.clientCertificate,
          },
    answered: (path) => {
      if (path === SHUTDOWN) shutdown();
    },
  });
  return port;
}

function method(call: Call): GrpcMethod {
  return async (request, cancelled) => (await call(new MessageReader(request), cancelled)).finish();
}
