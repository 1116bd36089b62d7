import { X509Certificate } from 'node:crypto';
import { createServerIdentity } from '../src/process/certificate';
import { handshakeLine, readInvitation } from '../src/process/handshake';
import { createLogger } from '../src/process/log';
import { withinTime } from '../src/typed/context';

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

describe('the handshake', () => {
  test('takes the certificate that Terraform sends', () => {
    const environment = { TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '6,5', PLUGIN_CLIENT_CERT: 'pem' };
    expect(readInvitation('lab', environment)).toEqual({ clientCertificate: 'pem' });
  });

  test('fails when a person starts the provider, and says what to do', () => {
    expect(() => readInvitation('lab', {})).toThrow(/STR1501|not started by hand: Terraform starts it/);
  });

  test('fails when Terraform does not speak protocol 5', () => {
    const environment = { TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '6,7' };
    expect(() => readInvitation('lab', environment)).toThrow(/offers only 6, 7/);
  });

  test('is one line with six fields; the certificate has no padding', () => {
    expect(handshakeLine(1234, Buffer.from('abcd'))).toBe('1|5|tcp|127.0.0.1:1234|grpc|YWJjZA\n');
    expect(handshakeLine(1234, undefined)).toBe('1|5|tcp|127.0.0.1:1234|grpc|\n');
  });
});

test('the certificate is one that strict readers take: for localhost, self-signed, valid now', () => {
  const { certificatePem, certificateDer, privateKeyPem } = createServerIdentity();
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.raw).toEqual(certificateDer);
  expect(certificate.subjectAltName).toBe('DNS:localhost');
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  expect(privateKeyPem).toContain('PRIVATE KEY');
});

test('a log line is what Terraform takes apart', () => {
  const lines: string[] = [];
  const log = createLogger(
    'lab',
    (line) => lines.push(line),
    () => new Date('2030-01-02T03:04:05.678Z'),
  );
  log('warn', 'two\nlines', { step: 3 });
  expect(lines).toEqual([
    '{"@level":"warn","@message":"two\\nlines","@module":"lab","@timestamp":"2030-01-02T03:04:05.678000Z","step":3}\n',
  ]);
});

describe('time limits', () => {
  const { signal } = new AbortController();

  test('fails when a call does not end, also when it does not watch its signal', async () => {
    const call = withinTime('To read it', 5, signal, () => new Promise(() => undefined));
    await expect(call).rejects.toThrow('To read it took longer than 0.005 s');
  });

  test('a call that ends in time is not disturbed', async () => {
    await expect(withinTime('It', 1000, signal, () => Promise.resolve(7))).resolves.toBe(7);
  });
});
