import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { CHARSET_UTF8, Capability, SERVER_CAPABILITIES, STATUS_AUTOCOMMIT } from './constants';
import { PayloadReader, PayloadWriter } from './packet';

/** Version in the greeting, as a StarRocks frontend gives it. What this server is, `current_version()` says. */
const GREETING_VERSION = '8.0.33';

const NATIVE_PASSWORD = 'mysql_native_password';

/** What a client answers to the greeting. */
export interface Login {
  readonly capabilities: number;
  readonly user: string;
  readonly database: string;
  readonly token: Buffer;
  /** Authentication that the client used; empty when it does not name one. */
  readonly plugin: string;
}

/** 20 random bytes without zero, which ends a string in the greeting. */
export function newScramble(): Buffer {
  return Buffer.from(randomBytes(20).map((byte) => (byte % 127) + 1));
}

export function greeting(connectionId: number, scramble: Buffer): Buffer {
  return new PayloadWriter()
    .uint8(10)
    .nullTerminated(GREETING_VERSION)
    .uint32(connectionId)
    .bytes(scramble.subarray(0, 8))
    .uint8(0)
    .uint16(SERVER_CAPABILITIES)
    .uint8(CHARSET_UTF8)
    .uint16(STATUS_AUTOCOMMIT)
    .uint16(SERVER_CAPABILITIES >>> 16)
    .uint8(scramble.length + 1)
    .bytes(Buffer.alloc(10))
    .bytes(scramble.subarray(8))
    .uint8(0)
    .nullTerminated(NATIVE_PASSWORD)
    .finish();
}

export function readLogin(payload: Buffer): Login {
  const reader = new PayloadReader(payload);
  const capabilities = reader.uint32();
  reader.bytes(4 + 1 + 23);
  const user = reader.nullTerminated();
  let token: Buffer;
  if ((capabilities & Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA) !== 0) token = reader.lengthCodedBytes();
  else if ((capabilities & Capability.SECURE_CONNECTION) !== 0) token = reader.bytes(reader.uint8());
  else token = Buffer.from(reader.nullTerminated(), 'latin1');
  const hasDatabase = (capabilities & Capability.CONNECT_WITH_DB) !== 0 && reader.remaining > 0;
  const database = hasDatabase ? reader.nullTerminated() : '';
  const hasPlugin = (capabilities & Capability.PLUGIN_AUTH) !== 0 && reader.remaining > 0;
  return { capabilities, user, database, token: Buffer.from(token), plugin: hasPlugin ? reader.nullTerminated() : '' };
}

/** Fields of COM_CHANGE_USER. */
export function readChangeUser(payload: Buffer, capabilities: number): Login {
  const reader = new PayloadReader(payload);
  const user = reader.nullTerminated();
  const token = Buffer.from(reader.bytes(reader.uint8()));
  const database = reader.nullTerminated();
  if (reader.remaining >= 2) reader.uint16();
  return { capabilities, user, database, token, plugin: reader.remaining > 0 ? reader.nullTerminated() : '' };
}

/** Whether the client must be asked to authenticate again with the native method. */
export function needsSwitch(login: Login): boolean {
  return login.plugin !== '' && login.plugin !== NATIVE_PASSWORD;
}

export function authSwitchRequest(scramble: Buffer): Buffer {
  return new PayloadWriter().uint8(0xfe).nullTerminated(NATIVE_PASSWORD).bytes(scramble).uint8(0).finish();
}

/** Stored form of a password: SHA1(SHA1(password)), empty for an empty password. */
export function hashPassword(password: string): Buffer {
  return password === '' ? Buffer.alloc(0) : sha1(sha1(Buffer.from(password)));
}

/** Whether a client that answered `token` to `scramble` knows the password. */
export function verifyToken(scramble: Buffer, token: Buffer, passwordHash: Buffer): boolean {
  if (passwordHash.length === 0) return token.length === 0;
  if (token.length !== 20) return false;
  const mask = sha1(Buffer.concat([scramble, passwordHash]));
  const stage1 = Buffer.from(token.map((byte, index) => byte ^ (mask[index] ?? 0)));
  return timingSafeEqual(sha1(stage1), passwordHash);
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
