/** Whether DuckDB reads a JSON file exactly as it is meant. */

import { open } from 'node:fs/promises';

/** How the documents of a file follow one another. */
type JsonLayout = 'array' | 'lines';

const CHUNK = 1 << 20;
/** A double keeps so many digits, the point among them. */
const EXACT_DIGITS = 16;

const code = (char: string): number => char.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const COMMA = code(',');
const POINT = code('.');
const [ZERO, NINE] = [code('0'), code('9')];
const CLOSING = new Set([code('}'), code(']')]);
/** Letters that stand in NaN and Infinity, and in no word of JSON. */
const FOREIGN = new Set([code('N'), code('I'), code('i')]);
const [LETTER_N, LETTER_A] = [code('n'), code('a')];

/**
 * Looks at every byte of a file once.
 *
 * @returns undefined when DuckDB would take what is no JSON (commas before a closing bracket, NaN), or would round a number.
 */
export async function scanJson(file: string): Promise<JsonLayout | undefined> {
  const scan = new ByteScan();
  const handle = await open(file);
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK, null);
      if (bytesRead === 0) return scan.layout;
      if (!scan.take(chunk.subarray(0, bytesRead))) return undefined;
    }
  } finally {
    await handle.close();
  }
}

class ByteScan {
  public layout: JsonLayout | undefined;
  private inString = false;
  private escaped = false;
  private digits = 0;
  private hasPoint = false;
  /** Last byte that is no blank. */
  private last = 0;

  /** Answers false when the file is not for DuckDB. */
  public take(bytes: Uint8Array): boolean {
    let { inString, escaped, digits, hasPoint, last } = this;
    // An index is faster than the iterator of the bytes.
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte <= 32) {
        digits = 0;
        continue;
      }
      if (last === 0 && !this.begin(byte)) return false;
      if ((byte >= ZERO && byte <= NINE) || byte === POINT) {
        if (digits === 0) hasPoint = false;
        digits += 1;
        hasPoint ||= byte === POINT;
        if (hasPoint && digits > EXACT_DIGITS) return false;
      } else {
        digits = 0;
        if (byte === QUOTE) inString = true;
        else if (last === COMMA && CLOSING.has(byte)) return false;
        else if (FOREIGN.has(byte) || (byte === LETTER_A && last === LETTER_N)) return false;
      }
      last = byte;
    }
    Object.assign(this, { inString, escaped, digits, hasPoint, last });
    return true;
  }

  /** The first byte tells the layout. */
  private begin(byte: number): boolean {
    if (byte !== code('[') && byte !== code('{')) return false;
    this.layout = byte === code('[') ? 'array' : 'lines';
    return true;
  }
}
