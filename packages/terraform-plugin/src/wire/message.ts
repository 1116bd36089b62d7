/** Protocol buffers as far as the plugin protocol needs them: messages by field number. */

import protobuf from 'protobufjs/minimal';

const enum WireType {
  Varint = 0,
  Bytes = 2,
}

const decoder = new TextDecoder();

/** Writes one message; fields with their default value are left out, as protocol buffers want it. */
export class MessageWriter {
  private readonly writer = protobuf.Writer.create();

  public string(field: number, value: string | undefined): this {
    if (value !== undefined && value !== '') this.tag(field, WireType.Bytes).string(value);
    return this;
  }

  public bytes(field: number, value: Uint8Array | undefined): this {
    if (value !== undefined && value.length > 0) this.tag(field, WireType.Bytes).bytes(value);
    return this;
  }

  /** Integers and enums; not negative. */
  public integer(field: number, value: number | undefined): this {
    if (value !== undefined && value !== 0) this.tag(field, WireType.Varint).uint64(value);
    return this;
  }

  public bool(field: number, value: boolean | undefined): this {
    if (value === true) this.tag(field, WireType.Varint).bool(true);
    return this;
  }

  /** A text that is written even when it is empty, because its presence says which of several it is. */
  public oneofString(field: number, value: string): this {
    this.tag(field, WireType.Bytes).string(value);
    return this;
  }

  /** An integer that is written even when it is 0. */
  public oneofInteger(field: number, value: number): this {
    this.tag(field, WireType.Varint).int64(value);
    return this;
  }

  /** A message that is present even when it is empty; `undefined` is absent. */
  public message(field: number, value: MessageWriter | undefined): this {
    if (value !== undefined) this.tag(field, WireType.Bytes).bytes(value.finish());
    return this;
  }

  public messages(field: number, values: readonly MessageWriter[]): this {
    for (const value of values) this.message(field, value);
    return this;
  }

  public finish(): Uint8Array {
    return this.writer.finish();
  }

  private tag(field: number, type: WireType): protobuf.Writer {
    return this.writer.uint32((field << 3) | type);
  }
}

/** One message that came in. Fields that are absent have their default value; unknown fields are skipped. */
export class MessageReader {
  private readonly fields = new Map<number, (number | Uint8Array)[]>();

  constructor(bytes: Uint8Array) {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const field = tag >>> 3;
      const type = tag & 7;
      if (type === (WireType.Varint as number)) this.add(field, toNumber(reader.int64()));
      else if (type === (WireType.Bytes as number)) this.add(field, reader.bytes());
      else reader.skipType(type);
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
}

/** 64-bit integers come as objects of their own when the package for them is installed. */
function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : Number(String(value));
}
