/** Protocol buffers as far as the plugin protocol needs them: messages by field number. */

import { PluginError } from '../errors';

const enum WireType {
  Varint = 0,
  Fixed64 = 1,
  Bytes = 2,
  Fixed32 = 5,
}

const decoder = new TextDecoder();

/** Writes one message; fields with their default value are left out, as protocol buffers want it. */
export class MessageWriter {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  /** A message whose fields are encoded already. */
  public static of(encoded: Uint8Array): MessageWriter {
    return new MessageWriter().push(encoded);
  }

  public string(field: number, value: string | undefined): this {
    return value === undefined || value === '' ? this : this.oneofString(field, value);
  }

  public bytes(field: number, value: Uint8Array | undefined): this {
    return value === undefined || value.length === 0 ? this : this.head(field, value.length).push(value);
  }

  /** Integers and enums; not negative. */
  public integer(field: number, value: number | undefined): this {
    return value === undefined || value === 0 ? this : this.oneofInteger(field, value);
  }

  public bool(field: number, value: boolean | undefined): this {
    return value === true ? this.oneofInteger(field, 1) : this;
  }

  /** A text that is written even when it is empty, because its presence says which of several it is. */
  public oneofString(field: number, value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    return this.head(field, bytes.length).push(bytes);
  }

  /** An integer that is written even when it is 0. */
  public oneofInteger(field: number, value: number): this {
    return this.push(Uint8Array.from([...varint(tag(field, WireType.Varint)), ...varint(value)]));
  }

  /** A message that is present even when it is empty; `undefined` is absent. */
  public message(field: number, value: MessageWriter | undefined): this {
    if (value === undefined) return this;
    this.head(field, value.size);
    for (const part of value.parts) this.push(part);
    return this;
  }

  public messages(field: number, values: readonly MessageWriter[]): this {
    for (const value of values) this.message(field, value);
    return this;
  }

  public finish(): Buffer {
    return Buffer.concat(this.parts, this.size);
  }

  private head(field: number, length: number): this {
    return this.push(Uint8Array.from([...varint(tag(field, WireType.Bytes)), ...varint(length)]));
  }

  private push(part: Uint8Array): this {
    this.parts.push(part);
    this.size += part.length;
    return this;
  }
}

/** One message that came in. Fields that are absent have their default value; unknown fields are skipped. */
export class MessageReader {
  private readonly fields = new Map<number, (number | Uint8Array)[]>();
  private position = 0;

  /** @throws PluginError STR1510 when the bytes are no message */
  constructor(private readonly source: Uint8Array) {
    while (this.position < source.length) {
      const head = this.varint();
      const field = head >>> 3;
      switch ((head & 7) as WireType) {
        case WireType.Varint:
          this.add(field, this.varint());
          break;
        case WireType.Bytes:
          this.add(field, this.take(this.varint()));
          break;
        case WireType.Fixed64:
          this.take(8);
          break;
        case WireType.Fixed32:
          this.take(4);
          break;
        default:
          throw broken(`wire type ${head & 7}`);
      }
    }
  }

  public has(field: number): boolean {
    return this.fields.has(field);
  }

  public bytes(field: number): Uint8Array {
    const value = this.fields.get(field)?.at(-1);
    return value instanceof Uint8Array ? value : new Uint8Array(0);
  }

  public string(field: number): string {
    return decoder.decode(this.bytes(field));
  }

  public integer(field: number): number {
    const value = this.fields.get(field)?.at(-1);
    return typeof value === 'number' ? value : 0;
  }

  public message(field: number): MessageReader {
    return new MessageReader(this.bytes(field));
  }

  public messages(field: number): readonly MessageReader[] {
    const values = this.fields.get(field) ?? [];
    return values.flatMap((value) => (value instanceof Uint8Array ? [new MessageReader(value)] : []));
  }

  private add(field: number, value: number | Uint8Array): void {
    const present = this.fields.get(field);
    if (present === undefined) this.fields.set(field, [value]);
    else present.push(value);
  }

  private take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.source.length) throw broken('its end is missing');
    const bytes = this.source.subarray(this.position, end);
    this.position = end;
    return bytes;
  }

  /** Seven bits a byte, the lowest first; a negative number has ten bytes. */
  private varint(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.source[this.position++];
      if (byte === undefined) throw broken('its end is missing');
      if (shift === 0n && byte < 0x80) return byte;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw broken('a number has more than 64 bits');
  }
}

function tag(field: number, type: WireType): number {
  return (field << 3) | type;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}

function broken(what: string): PluginError {
  return new PluginError('STR1510', `A message of Terraform cannot be read: ${what}.`);
}
