import { randomBytes } from 'node:crypto';
import type { Http2Server } from 'node:http2';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { createServerIdentity } from '../src/process/certificate';
import { listenGrpc } from '../src/process/grpc';
import type { GrpcMethod, MutualTls } from '../src/process/grpc';
import { MessageReader, MessageWriter } from '../src/wire/message';

const LIMIT = 8 * 1024 * 1024;
const raw = (bytes: Buffer): Buffer => bytes;

describe('the gRPC server, with a client that we did not write', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  const answered: string[] = [];
  const methods = new Map<string, GrpcMethod>([
    ['/lab.Lab/Echo', (request) => Promise.resolve(request)],
    ['/lab.Lab/Fail', () => Promise.reject(new Error('No ink: ü\n50 %'))],
    ['/lab.Lab/FailBadly', () => Promise.reject(new Error(`half \ud800 ${'ü'.repeat(200_000)}`))],
  ]);

  async function listen(tls?: MutualTls): Promise<number> {
    const { server, port } = await listenGrpc({
      methods,
      tls,
      messageLimit: LIMIT,
      answered: (path) => answered.push(path),
    });
    closing.push(() => (server satisfies Http2Server).close());
    return port;
  }

  function call(port: number, path: string, request: Buffer, secure = credentials.createInsecure()): Promise<Buffer> {
    const client = new Client(`127.0.0.1:${port}`, secure, {
      'grpc.max_receive_message_length': -1,
      'grpc.ssl_target_name_override': 'localhost',
    });
    closing.push(() => client.close());
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, raw, raw, request, new Metadata(), (error, answer) => {
        if (error === null && answer !== undefined) resolve(answer);
        else reject(error ?? new Error('no answer'));
      });
    });
  }

  test('carries messages of any size up to its limit, many at once', async () => {
    const port = await listen();
    const requests = [0, 1, 16_384, 3_000_000, LIMIT].map((size) => randomBytes(size));
    const answers = await Promise.all(requests.map((request) => call(port, '/lab.Lab/Echo', request)));
    expect(answers.map((answer, index) => answer.equals(requests[index] ?? Buffer.from('?')))).toEqual(
      requests.map(() => true),
    );
  });

  test('says when an answer has left', async () => {
    answered.length = 0;
    await call(await listen(), '/lab.Lab/Echo', Buffer.from('x'));
    while (answered.length === 0) await new Promise(setImmediate);
    expect(answered).toEqual(['/lab.Lab/Echo']);
  });

  test('tells a call that nobody waits for it any more', async () => {
    const port = await listen();
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    closing.push(() => client.close());
    const reason = new Promise<unknown>((resolve) => {
      methods.set('/lab.Lab/Wait', (_request, cancelled) => {
        cancelled.addEventListener('abort', () => resolve(cancelled.reason));
        sent.cancel();
        return new Promise(() => undefined);
      });
    });
    const sent = client.makeUnaryRequest('/lab.Lab/Wait', raw, raw, Buffer.from('x'), new Metadata(), () => undefined);
    expect(await reason).toMatchObject({ code: 'STR1508', message: 'Terraform cancelled the call.' });
  });

  test.each([
    ['a call that throws, with its message', '/lab.Lab/Fail', 1, status.INTERNAL, 'No ink: ü\n50 %'],
    ['a call that throws half a character and far too much', '/lab.Lab/FailBadly', 1, status.INTERNAL, 'half \ufffd ü'],
    ['a call that does not exist', '/lab.Lab/None', 1, status.UNIMPLEMENTED, 'There is no call /lab.Lab/None.'],
    ['a message over the limit', '/lab.Lab/Echo', LIMIT + 1, status.RESOURCE_EXHAUSTED, `more than ${LIMIT} bytes`],
  ])('fails for %s', async (_name, path, size, code, message) => {
    const error = await call(await listen(), path, Buffer.alloc(size)).catch((thrown: unknown) => thrown);
    expect((error as ServiceError).code).toBe(code);
    expect((error as ServiceError).details).toContain(message);
  });

  describe('with certificates', () => {
    const provider = createServerIdentity();
    const terraform = createServerIdentity();
    const tls: MutualTls = {
      key: provider.privateKeyPem,
      certificate: provider.certificatePem,
      clientCertificate: terraform.certificatePem,
    };
    const as = (client: typeof provider): ReturnType<typeof credentials.createSsl> =>
      credentials.createSsl(
        Buffer.from(provider.certificatePem),
        Buffer.from(client.privateKeyPem),
        Buffer.from(client.certificatePem),
      );

    test('lets Terraform in', async () => {
      const answer = await call(await listen(tls), '/lab.Lab/Echo', Buffer.from('hello'), as(terraform));
      expect(answer.toString()).toBe('hello');
    });

    test('fails for another client: nobody else on the machine can call', async () => {
      const port = await listen(tls);
      const stranger = call(port, '/lab.Lab/Echo', Buffer.from('hello'), as(createServerIdentity()));
      await expect(stranger).rejects.toMatchObject({ code: status.UNAVAILABLE });
      await expect(call(port, '/lab.Lab/Echo', Buffer.from('hello'))).rejects.toMatchObject({
        code: status.UNAVAILABLE,
      });
    });
  });
});

describe('messages', () => {
  test.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 53 - 1])('carry the integer %p', (value) => {
    expect(new MessageReader(new MessageWriter().oneofInteger(3, value).finish()).integer(3)).toBe(value);
  });

  test('carry negative integers, which come in ten bytes', () => {
    const minusTwo = Buffer.from([8, 0xfe, ...Array<number>(8).fill(0xff), 1]);
    expect(new MessageReader(minusTwo).integer(1)).toBe(-2);
  });

  test('skip fields of fixed width', () => {
    const bytes = Buffer.from([0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4, 0x18, 7]);
    expect(new MessageReader(bytes).integer(3)).toBe(7);
  });

  test.each([
    ['its end is missing', [0x0a, 5, 1]],
    ['its end is missing', [0x08, 0x80]],
    ['more than 64 bits', [0x08, ...Array<number>(11).fill(0xff)]],
    ['wire type 3', [0x0b]],
  ])('fails when %s', (message, bytes) => {
    expect(() => new MessageReader(Uint8Array.from(bytes))).toThrow(message);
  });
});
