/** The gRPC server of a provider process. */

import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { handleUnaryCall, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { errorMessage } from '../errors';
import { MessageReader, MessageWriter } from '../wire/message';
import type { Call } from '../wire/calls';
import type { ServerIdentity } from './certificate';

/** Terraform's own limit. */
const MESSAGE_LIMIT_BYTES = 256 * 1024 * 1024;
const SERVING = 1;

/** Services of the protocol, each with its calls. */
export type Services = Readonly<Record<string, ReadonlyMap<string, Call>>>;

/** What Terraform's plugin library asks of every plugin besides the provider service. */
export function pluginServices(shutdown: () => void): Services {
  return {
    'plugin.GRPCController': new Map([
      [
        'Shutdown',
        () => {
          shutdown();
          return Promise.resolve(new MessageWriter());
        },
      ],
    ]),
    'grpc.health.v1.Health': new Map([['Check', () => Promise.resolve(new MessageWriter().integer(1, SERVING))]]),
  };
}

/** Listens on a free port of the loopback interface. @returns the server and its port */
export async function listen(
  services: Services,
  tls: { readonly identity: ServerIdentity; readonly clientCertificate: string } | undefined,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_LIMIT_BYTES,
    'grpc.max_send_message_length': MESSAGE_LIMIT_BYTES,
  });
  for (const [name, calls] of Object.entries(services)) {
    server.addService(definition(name, calls), implementation(calls));
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials(tls), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { server, port };
}

function credentials(tls: Parameters<typeof listen>[1]): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { identity, clientCertificate } = tls;
  const pair = { private_key: Buffer.from(identity.privateKeyPem), cert_chain: Buffer.from(identity.certificatePem) };
  return ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true);
}

function definition(service: string, calls: ReadonlyMap<string, Call>): ServiceDefinition {
  return Object.fromEntries(
    [...calls.keys()].map((name) => [
      name,
      {
        path: `/${service}/${name}`,
        requestStream: false,
        responseStream: false,
        requestSerialize: (message: MessageWriter) => Buffer.from(message.finish()),
        requestDeserialize: (bytes: Buffer) => new MessageReader(bytes),
        responseSerialize: (message: MessageWriter) => Buffer.from(message.finish()),
        responseDeserialize: (bytes: Buffer) => new MessageReader(bytes),
      },
    ]),
  );
}

function implementation(calls: ReadonlyMap<string, Call>): UntypedServiceImplementation {
  return Object.fromEntries([...calls].map(([name, call]) => [name, unary(call)]));
}

function unary(call: Call): handleUnaryCall<MessageReader, MessageWriter> {
  return (request, callback) => {
    call(request.request).then(
      (answer) => callback(null, answer),
      (error: unknown) => callback({ code: status.INTERNAL, details: errorMessage(error) }),
    );
  };
}
