import { canonicalJson, hashOf } from '../src/canonical';

describe('canonical JSON', () => {
  test.each([
    ['keys in any order', { b: 1, a: [{ d: null, c: 'x' }] }, '{"a":[{"c":"x","d":null}],"b":1}'],
    ['fields without a value', { a: undefined, b: { c: undefined } }, '{"b":{}}'],
    ['places of a list without a value', [undefined, 1], '[null,1]'],
    ['keys that are numbers, by their value as JavaScript has them', { x: 1, 10: 1, 9: 1 }, '{"9":1,"10":1,"x":1}'],
    ['texts that need escapes', { 'a"b': 'ü\n\u2028' }, JSON.stringify({ 'a"b': 'ü\n\u2028' })],
  ])('takes %s', (_what, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('gives the hashes that ledgers hold', () => {
    expect(hashOf({ kind: 'database', properties: {} })).toBe(hashOf({ properties: {}, kind: 'database' }));
    expect(hashOf({ kind: 'database', properties: {} })).toBe('d8b0595102c03f70c30968c7f67c4902');
  });
});
