/** Longest payload of one packet; longer ones go out in parts. */
const MAX_PAYLOAD = 0xffffff;

/** Builds the payload of one packet. */
export class PayloadWriter {
  private buffer = Buffer.allocUnsafe(256);
  private length = 0;

  public uint8(value: number): this {
    this.reserve(1);
    this.buffer[this.length++] = value & 0xff;
    return this;
  }

  public uint16(value: number): this {
    this.reserve(2);
    this.length = this.buffer.writeUInt16LE(value & 0xffff, this.length);
    return this;
  }

  public uint32(value: number): this {
    this.reserve(4);
    this.length = this.buffer.writeUInt32LE(value >>> 0, this.length);
    return this;
  }

  public int64(value: bigint): this {
    this.reserve(8);
    this.length = this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.length);
    return this;
  }

  public float(value: number): this {
    this.reserve(4);
    this.length = this.buffer.writeFloatLE(value, this.length);
    return this;
  }

  public double(value: number): this {
    this.reserve(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
    return this;
  }

  public bytes(value: Uint8Array): this {
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
    return this;
  }

  public text(value: string): this {
    const size = Buffer.byteLength(value);
    this.reserve(size);
    this.length += this.buffer.write(value, this.length, 'utf8');
    return this;
  }

  public nullTerminated(value: string): this {
    return this.text(value).uint8(0);
  }

  public lengthCodedNumber(value: number): this {
    if (value < 0xfb) return this.uint8(value);
    if (value <= 0xffff) return this.uint8(0xfc).uint16(value);
    if (value <= 0xffffff)
      return this.uint8(0xfd)
        .uint8(value)
        .uint16(value >>> 8);
    return this.uint8(0xfe).int64(BigInt(value));
  }

  public lengthCodedText(value: string): this {
    return this.lengthCodedNumber(Buffer.byteLength(value)).text(value);
  }

  public lengthCodedBytes(value: Uint8Array): this {
    return this.lengthCodedNumber(value.length).bytes(value);
  }

  public finish(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return;
    const next = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size));
    this.buffer.copy(next, 0, 0, this.length);
    this.buffer = next;
  }
}

/** Reads the payload of one packet. Reading past its end throws a RangeError. */
export class PayloadReader {
  private offset = 0;

  constructor(private readonly buffer: Buffer) {}

  public get remaining(): number {
    return this.buffer.length - this.offset;
  }

  public uint8(): number {
    return this.buffer.readUInt8(this.advance(1));
  }

  public uint16(): number {
    return this.buffer.readUInt16LE(this.advance(2));
  }

  public uint32(): number {
    return this.buffer.readUInt32LE(this.advance(4));
  }

  public int8(): number {
    return this.buffer.readInt8(this.advance(1));
  }

  public int16(): number {
    return this.buffer.readInt16LE(this.advance(2));
  }

  public int32(): number {
    return this.buffer.readInt32LE(this.advance(4));
  }

  public int64(): bigint {
    return this.buffer.readBigInt64LE(this.advance(8));
  }

  public uint64(): bigint {
    return this.buffer.readBigUInt64LE(this.advance(8));
  }

  public float(): number {
    return this.buffer.readFloatLE(this.advance(4));
  }

  public double(): number {
    return this.buffer.readDoubleLE(this.advance(8));
  }

  public bytes(size: number): Buffer {
    const start = this.advance(size);
    return this.buffer.subarray(start, start + size);
  }

  public rest(): Buffer {
    return this.bytes(this.remaining);
  }

  public nullTerminated(): string {
    const end = this.buffer.indexOf(0, this.offset);
    const stop = end === -1 ? this.buffer.length : end;
    const text = this.buffer.toString('utf8', this.offset, stop);
    this.offset = Math.min(stop + 1, this.buffer.length);
    return text;
  }

  public lengthCodedNumber(): number {
    const first = this.uint8();
    if (first < 0xfb) return first;
    if (first === 0xfc) return this.uint16();
    if (first === 0xfd) return this.uint16() + this.uint8() * 0x10000;
    return Number(this.uint64());
  }

  public lengthCodedBytes(): Buffer {
    return this.bytes(this.lengthCodedNumber());
  }

  private advance(size: number): number {
    const start = this.offset;
    if (start + size > this.buffer.length) throw new RangeError('The packet ends too early.');
    this.offset += size;
    return start;
  }
}

/** One whole message of a client: the parts of a long payload are put together. */
export interface Message {
  readonly payload: Buffer;
  /** Sequence number of its last packet. */
  readonly sequence: number;
}

/** Cuts a byte stream into messages. */
export class MessageSplitter {
  private pending: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];

  public push(chunk: Buffer): readonly Message[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const messages: Message[] = [];
    while (this.pending.length >= 4) {
      const size = this.pending.readUIntLE(0, 3);
      if (this.pending.length < size + 4) break;
      const sequence = this.pending.readUInt8(3);
      this.parts.push(this.pending.subarray(4, size + 4));
      this.pending = this.pending.subarray(size + 4);
      if (size === MAX_PAYLOAD) continue;
      const [first] = this.parts;
      messages.push({ payload: this.parts.length === 1 && first ? first : Buffer.concat(this.parts), sequence });
      this.parts = [];
    }
    return messages;
  }
}

/** A payload as packets, from the given sequence number on. */
export function frame(payload: Buffer, sequence: number): { readonly bytes: Buffer; readonly next: number } {
  const parts: Buffer[] = [];
  let offset = 0;
  let number = sequence;
  for (;;) {
    const size = Math.min(MAX_PAYLOAD, payload.length - offset);
    const header = Buffer.allocUnsafe(4);
    header.writeUIntLE(size, 0, 3);
    header.writeUInt8(number & 0xff, 3);
    parts.push(header, payload.subarray(offset, offset + size));
    offset += size;
    number += 1;
    if (size < MAX_PAYLOAD) break;
  }
  return { bytes: Buffer.concat(parts), next: number };
}
