/**
 * Marks of secrets: what the ledger keeps so that a value that was changed under the same name is noticed. The engine
 * shows no secret, so nothing else could tell.
 *
 * Why a mark may lie in a table: it is `salt:tag`, where the tag is 16 bits of an HMAC whose key is the value, stretched
 * by scrypt with a random salt of its own. Equal secrets have different marks, and a mark of one object says nothing about
 * another. Each guess costs 32 MiB and some 50 ms. Above all a tag is too short to be proof: every 65,536th guess fits, so
 * a dictionary of a million passwords leaves more than a dozen that the mark cannot tell apart, and of a random secret of
 * 128 bits 112 stay unknown, whatever anybody computes. A mark is kept as long as it fits, so that no second one of the
 * same value adds to that. The price is that one change in 65,536 is overlooked.
 */

import { createHmac, randomBytes, scrypt } from 'node:crypto';

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const TAG_DIGITS = 4;
/** 128 x N x r bytes: 32 MiB. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** A new mark of a value. @param place what it is the secret of: environment, object, reference */
export async function markOf(value: string, place: readonly string[]): Promise<string> {
  const salt = randomBytes(SALT_BYTES).toString('hex');
  return `${salt}:${await tagOf(value, salt, place)}`;
}

/** Whether a mark may be one of this value. */
export async function fits(mark: string, value: string, place: readonly string[]): Promise<boolean> {
  const [salt = '', tag] = mark.split(':');
  return tag === (await tagOf(value, salt, place));
}

async function tagOf(value: string, salt: string, place: readonly string[]): Promise<string> {
  const key = await stretched(value, salt);
  return createHmac('sha256', key).update(JSON.stringify(place)).digest('hex').slice(0, TAG_DIGITS);
}

function stretched(value: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(value, salt, KEY_BYTES, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
