import fc from 'fast-check';
import { blockFromJson, decodeBlock, decodeValue, parseJson } from '../src/codec/decode';
import { encodeBlock, encodeValue } from '../src/codec/encode';
import { exactNumber } from '../src/codec/number';
import type { BlockSchema, CtyType } from '../src';
import { UNKNOWN } from '../src';
import type { Value, ValueObject } from '../src';

/** A type together with values of it, unknown and null ones as well. */
interface Typed {
  readonly type: CtyType;
  readonly value: fc.Arbitrary<Value>;
}

const maybe = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom<Value>(null, UNKNOWN) });

const NAME = fc.stringMatching(/^[a-z_]{1,8}$/);

const primitive: fc.Arbitrary<Typed> = fc.constantFrom<Typed>(
  { type: 'string', value: maybe(fc.string({ unit: 'grapheme' })) },
  { type: 'bool', value: maybe(fc.boolean()) },
  {
    type: 'number',
    value: maybe(
      fc.oneof(
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
        fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 200n }).map((big) => exactNumber(big.toString())),
      ),
    ),
  },
);

const typed: fc.Arbitrary<Typed> = fc.letrec<{ typed: Typed }>((tie) => ({
  typed: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    primitive,
    fc.tuple(fc.constantFrom('list' as const, 'set' as const), tie('typed')).map(([kind, inner]): Typed => ({
      type: [kind, inner.type],
      value: maybe(fc.array(inner.value, { maxLength: 4 })),
    })),
    tie('typed').map((inner): Typed => ({
      type: ['map', inner.type],
      value: maybe(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
          inner.value,
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })),
    fc.dictionary(NAME, tie('typed'), { maxKeys: 4, noNullPrototype: true }).map((members): Typed => ({
      type: ['object', Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.type]))],
      value: maybe(
        fc.record(Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.value])), {
          noNullPrototype: true,
        }),
      ),
    })),
  ),
})).typed;

const withValue = typed.chain(({ type, value }) => value.map((one): [CtyType, Value] => [type, one]));

describe('values on the wire', () => {
  test('come back as they were, for every type', () => {
    fc.assert(
      fc.property(withValue, ([type, value]) => {
        expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('come back when the type is dynamic, with the type that they show', () => {
    fc.assert(
      fc.property(withValue, ([, value]) => {
        expect(decodeValue('dynamic', encodeValue('dynamic', value))).toEqual(value);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, number[]]>([
    ['an unknown value', [0xd4, 0x00, 0x00]],
    ['an unknown value without payload', [0xc7, 0x00, 0x00]],
    ['a refined unknown value', [0xc7, 0x03, 0x0c, 0x81, 0x01, 0xc2]],
    ['an extension of a later Terraform', [0xd4, 0x2a, 0x00]],
  ])('%s is unknown', (_name, bytes) => {
    expect(decodeValue('string', Uint8Array.from(bytes))).toBe(UNKNOWN);
  });

  test.each<[string, number[], Value]>([
    ['a number as text', [0xa3, 0x31, 0x2e, 0x35], 1.5],
    ['a 64-bit integer', [0xcf, 0, 0, 0, 0, 0, 0, 0, 7], 7],
    ['a 64-bit integer beyond exactness', [0xcf, 0, 0x20, 0, 0, 0, 0, 0, 1], '9007199254740993'],
    ['a negative 64-bit integer', [0xd3, 255, 255, 255, 255, 255, 255, 255, 254], -2],
  ])('reads %s', (_name, bytes, value) => {
    expect(decodeValue('number', Uint8Array.from(bytes))).toBe(value);
  });

  test.each<[string, CtyType, Value]>([
    ['a number for a string', 'string', 1],
    ['a list for a map', ['map', 'string'], ['a']],
    ['a text for a number', 'number', 'seven'],
    ['infinity', 'number', Infinity],
    ['an attribute that the type does not have', ['object', { a: 'string' }], { a: 'x', b: 'y' }],
  ])('fails to write %s', (_name, type, value) => {
    expect(() => encodeValue(type, value)).toThrow(/the provider returned|own schema forbids/i);
  });
});

describe('numbers', () => {
  test.each<[string, number | string]>([
    ['0', 0],
    ['-0', -0],
    ['100', 100],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['0.1', 0.1],
    ['9007199254740992', 9007199254740992],
    ['9007199254740993', '9007199254740993'],
    ['0.12345678901234567890123', '0.12345678901234567890123'],
    ['1e999', '1e999'],
  ])('%s is %p', (text, value) => {
    expect(exactNumber(text)).toBe(value);
  });

  test('JSON keeps digits that JavaScript would round, but not those in texts', () => {
    expect(parseJson('{"a": 9007199254740993, "b": "x 9007199254740993 \\" 1", "c": [1, -2.5e3]}')).toEqual({
      a: '9007199254740993',
      b: 'x 9007199254740993 " 1',
      c: [1, -2500],
    });
  });
});

const BLOCK: BlockSchema = {
  attributes: { name: { type: 'string', required: true }, size: { type: 'number', computed: true } },
  blocks: {
    one: { nesting: 'single', block: { attributes: { x: { type: 'string' } }, blocks: {} } },
    many: { nesting: 'list', block: { attributes: { x: { type: 'string' } }, blocks: {} } },
    any: { nesting: 'set', block: { attributes: { x: { type: 'string' } }, blocks: {} } },
    named: { nesting: 'map', block: { attributes: { x: { type: 'string' } }, blocks: {} } },
  },
};

describe('blocks', () => {
  test('absent attributes are null, absent blocks are what Terraform expects', () => {
    expect(decodeBlock(BLOCK, encodeBlock(BLOCK, { name: 'a' }))).toEqual({
      name: 'a',
      size: null,
      one: null,
      many: [],
      any: [],
      named: {},
    });
  });

  test('unknown blocks and unknown parts of blocks stay unknown', () => {
    const value: ValueObject = {
      name: UNKNOWN,
      size: UNKNOWN,
      one: { x: UNKNOWN },
      many: UNKNOWN,
      any: [{ x: null }],
      named: { k: { x: 'y' } },
    };
    expect(decodeBlock(BLOCK, encodeBlock(BLOCK, value))).toEqual(value);
  });

  test('a stored state loses attributes that the schema no longer has', () => {
    expect(blockFromJson(BLOCK, { name: 'a', size: 3, gone: true, many: [{ x: 'y', gone: 1 }] })).toMatchObject({
      name: 'a',
      size: 3,
      many: [{ x: 'y' }],
    });
    expect(blockFromJson(BLOCK, { gone: true })).not.toHaveProperty('gone');
  });

  test('fails on an attribute that the schema does not have, and names those that it has', () => {
    expect(() => encodeBlock(BLOCK, { nam: 'a' })).toThrow('nam: the schema has name, size, one, many, any, named');
  });
});
