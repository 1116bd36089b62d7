/** A self-signed certificate, written as DER by hand: Node reads X.509 but cannot write it. */

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** The provider's side of AutoMTLS, new in each process. */
export interface ServerIdentity {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
}

const VALID_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an EC key and a certificate for `localhost` that signs itself. */
export function createServerIdentity(): ServerIdentity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = certificateBody(spki);
  const signature = sign('sha256', body, privateKey);
  const certificateDer = sequence(body, ECDSA_WITH_SHA256, bitString(signature));
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: pem(certificateDer),
    certificateDer,
  };
}

function certificateBody(spki: Buffer): Buffer {
  const now = Date.now();
  const name = sequence(
    set(sequence(oid(0x55, 0x04, 0x0a), printable('Strata'))),
    set(sequence(oid(0x55, 0x04, 0x03), printable('localhost'))),
  );
  return sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(now - DAY_MS), time(now + VALID_DAYS * DAY_MS)),
    name,
    spki,
    der(0xa3, extensions(spki)),
  );
}

function extensions(spki: Buffer): Buffer {
  const critical = der(0x01, Buffer.from([0xff]));
  const keyId = createHash('sha1').update(spki).digest();
  const serverAuth = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01);
  const clientAuth = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02);
  return sequence(
    // Basic constraints: a CA, because Terraform trusts the certificate as its own root.
    sequence(oid(0x55, 0x1d, 0x13), critical, octets(sequence(critical))),
    // Key usage: digital signature, key encipherment, key agreement, certificate signing.
    sequence(oid(0x55, 0x1d, 0x0f), critical, octets(der(0x03, Buffer.from([0x02, 0xac])))),
    sequence(oid(0x55, 0x1d, 0x25), octets(sequence(serverAuth, clientAuth))),
    sequence(oid(0x55, 0x1d, 0x0e), octets(octets(keyId))),
    sequence(oid(0x55, 0x1d, 0x11), octets(sequence(der(0x82, Buffer.from('localhost'))))),
  );
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  return size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

function set(...content: readonly Buffer[]): Buffer {
  return der(0x31, ...content);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function bitString(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content);
}

function printable(text: string): Buffer {
  return der(0x13, Buffer.from(text));
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return der(0x18, Buffer.from(digits));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
