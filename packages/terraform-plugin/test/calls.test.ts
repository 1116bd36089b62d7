import type { BlockSchema, Diagnostic, ProtocolHandlers, ProviderSchema, ValueObject } from '../src';
import { PluginError, providerSchemaFromJson, providerSchemaToJson } from '../src';
import { decodeBlock } from '../src/codec/decode';
import { encodeBlock } from '../src/codec/encode';
import { createCalls } from '../src/wire/calls';
import { MessageReader, MessageWriter } from '../src/wire/message';
import { pathMessage } from '../src/wire/path';

const BLOCK: BlockSchema = {
  attributes: {
    name: { type: 'string', required: true },
    tags: { type: ['map', 'string'], optional: true },
    parts: { type: ['list', ['object', { size: 'number' }]], optional: true },
    bag: { type: ['set', 'string'], optional: true },
  },
  blocks: {
    rule: {
      nesting: 'list',
      maxItems: 2,
      block: { attributes: { port: { type: 'number', optional: true } }, blocks: {} },
    },
    zone: { nesting: 'map', block: { attributes: { id: { type: 'string', optional: true } }, blocks: {} } },
    peer: {
      nesting: 'set',
      minItems: 1,
      block: { attributes: { ip: { type: 'string', required: true } }, blocks: {} },
    },
    mode: { nesting: 'single', block: { attributes: { on: { type: 'bool', optional: true } }, blocks: {} } },
  },
};
const SCHEMA: ProviderSchema = {
  provider: { version: 0, block: { attributes: {}, blocks: {} } },
  resources: { lab_thing: { version: 3, block: BLOCK } },
  dataSources: {},
};

/** Steps of a path as text: `.name`, `["key"]`, `[0]`. */
function steps(path: readonly (string | number)[]): string {
  const message = new MessageReader(pathMessage(BLOCK, path).finish());
  return message
    .messages(1)
    .map((step) =>
      step.has(1) ? `.${step.string(1)}` : step.has(2) ? `["${step.string(2)}"]` : `[${step.integer(3)}]`,
    )
    .join('');
}

describe('paths of attributes', () => {
  test.each<[(string | number)[], string]>([
    [['name'], '.name'],
    [['tags', 'a key'], '.tags["a key"]'],
    [['parts', 0, 'size'], '.parts[0].size'],
    [['rule', 0, 'port'], '.rule[0].port'],
    [['zone', 'a', 'id'], '.zone["a"].id'],
    [['mode', 'on'], '.mode.on'],
    [['bag', 0], '.bag'],
    [['peer', 0, 'ip'], '.peer'],
    [['nothing', 1], ''],
    [['name', 'deeper'], '.name'],
  ])('%j is %s', (path, text) => {
    expect(steps(path)).toBe(text);
  });
});

function open(handlers: Partial<ProtocolHandlers>) {
  const stopping = new AbortController();
  const refuse = () => Promise.reject(new Error('not expected'));
  const calls = createCalls({
    handlers: { getProviderSchema: () => SCHEMA, read: refuse, plan: refuse, apply: refuse, ...handlers },
    options: { name: 'lab', version: '1' },
    signal: stopping.signal,
    stop: () => stopping.abort(),
  });
  return {
    signal: stopping.signal,
    call: async (name: string, request: MessageWriter, caller?: AbortSignal): Promise<MessageReader> => {
      const answer = await calls.get(name)?.(new MessageReader(request.finish()), caller);
      return new MessageReader(answer?.finish() ?? new Uint8Array(0));
    },
  };
}

const dynamic = (value: ValueObject | null): MessageWriter => new MessageWriter().bytes(1, encodeBlock(BLOCK, value));
const thing = (): MessageWriter => new MessageWriter().string(1, 'lab_thing');

function diagnosticsOf(answer: MessageReader, field: number): readonly Partial<Diagnostic>[] {
  return answer.messages(field).map((one) => ({ summary: one.string(2), detail: one.string(3) }));
}

function stateOf(answer: MessageReader, field: number): ValueObject | null {
  return decodeBlock(BLOCK, answer.message(field).bytes(1));
}

describe('calls', () => {
  test('a stored state of the same version passes through; attributes that are gone are dropped', async () => {
    const raw = new MessageWriter().bytes(1, Buffer.from('{"name":"a","gone":1,"rule":[{"port":80}]}'));
    const answer = await open({}).call('UpgradeResourceState', thing().integer(2, 3).message(3, raw));
    expect(stateOf(answer, 1)).toMatchObject({ name: 'a', rule: [{ port: 80 }], peer: [] });
    expect(diagnosticsOf(answer, 2)).toEqual([]);
  });

  test('fails on a state of another version without a way to upgrade', async () => {
    const raw = new MessageWriter().bytes(1, Buffer.from('{"name":"a"}'));
    const answer = await open({}).call('UpgradeResourceState', thing().integer(2, 1).message(3, raw));
    expect(diagnosticsOf(answer, 2)[0]?.summary).toMatch(/STR1504: .* version 1 .* version 3/);
  });

  test('fails on a state from before Terraform 0.12', async () => {
    const entry = new MessageWriter().string(1, 'name').string(2, 'a');
    const answer = await open({}).call(
      'UpgradeResourceState',
      thing().message(3, new MessageWriter().message(2, entry)),
    );
    expect(diagnosticsOf(answer, 2)[0]?.summary).toContain('flat format');
  });

  test('a plan says what must be replaced, keeps private data and can be of the old type system', async () => {
    const { call } = open({
      plan: ({ priorState, priorPrivate, proposedState }) => {
        expect(priorState).toMatchObject({ name: 'old' });
        expect(priorPrivate).toEqual(Uint8Array.of(1, 2));
        return { plannedState: proposedState, requiresReplace: [['name']], legacyTypeSystem: true };
      },
    });
    const request = thing()
      .message(2, dynamic({ name: 'old' }))
      .message(3, dynamic({ name: 'new' }))
      .message(4, dynamic({ name: 'new' }))
      .bytes(5, Uint8Array.of(1, 2));
    const answer = await call('PlanResourceChange', request);
    expect(stateOf(answer, 1)).toMatchObject({ name: 'new' });
    expect(answer.message(2).message(1).string(1)).toBe('name');
    expect(answer.bytes(3)).toEqual(Uint8Array.of(1, 2));
    expect(answer.integer(5)).toBe(1);
  });

  test('what a handler throws becomes an error: the first line is its summary', async () => {
    const { call } = open({ plan: () => Promise.reject(new PluginError('STR1506', 'It broke.\nGlue it.')) });
    const answer = await call('PlanResourceChange', thing());
    expect(diagnosticsOf(answer, 4)).toEqual([{ summary: 'STR1506: It broke.', detail: 'Glue it.' }]);
  });

  test('an apply or read that throws leaves the state as it was', async () => {
    const { call } = open({});
    const apply = await call(
      'ApplyResourceChange',
      thing()
        .message(2, dynamic({ name: 'old' }))
        .bytes(5, Uint8Array.of(7)),
    );
    expect(stateOf(apply, 1)).toMatchObject({ name: 'old' });
    expect(apply.bytes(2)).toEqual(Uint8Array.of(7));
    const read = await call('ReadResource', thing().message(2, dynamic({ name: 'old' })));
    expect(stateOf(read, 1)).toMatchObject({ name: 'old' });
  });

  test('a value that the schema forbids is an error, not a crash', async () => {
    const { call } = open({ read: () => ({ state: { name: 5 } }) });
    const answer = await call('ReadResource', thing().message(2, dynamic({ name: 'a' })));
    expect(diagnosticsOf(answer, 2)[0]?.summary).toMatch(/STR1503: name: must be a string/);
  });

  test('fails on a resource type that the provider does not have', async () => {
    const answer = await open({}).call('ReadResource', new MessageWriter().string(1, 'lab_other'));
    expect(diagnosticsOf(answer, 2)[0]?.summary).toBe(
      'STR1505: The provider has no resource type lab_other. It has: lab_thing.',
    );
  });

  test('Stop aborts the signal that handlers were given', async () => {
    const { call, signal } = open({});
    await call('Stop', new MessageWriter());
    expect(signal.aborted).toBe(true);
  });

  test('a caller that is gone aborts the signal of its own call, and no other', async () => {
    const signals: AbortSignal[] = [];
    const { call, signal } = open({
      validateResource: (request) => {
        signals.push(request.signal);
        return [];
      },
    });
    const request = thing();
    const caller = new AbortController();
    await call('ValidateResourceTypeConfig', request, caller.signal);
    await call('ValidateResourceTypeConfig', request);
    caller.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(signal.aborted).toBe(false);
  });

  test('fails with the reason when a wait was ended, not with the words of the wait', async () => {
    const stopped = new PluginError('STR1508', 'Terraform asked the provider to stop.');
    // As the timers of Node throw it.
    const ended = Object.assign(new Error('The operation was aborted', { cause: stopped }), { name: 'AbortError' });
    const validateResource = () => Promise.reject(ended);
    const answer = await open({ validateResource }).call('ValidateResourceTypeConfig', thing());
    expect(diagnosticsOf(answer, 1)[0]?.summary).toBe('STR1508: Terraform asked the provider to stop.');
  });
});

describe('schemas as JSON', () => {
  test('survive the way to the format of `terraform providers schema -json` and back', () => {
    const json = providerSchemaToJson(SCHEMA, 'registry.terraform.io/strata/lab');
    expect(providerSchemaFromJson(JSON.parse(JSON.stringify(json)))).toEqual(SCHEMA);
    expect(providerSchemaFromJson(json, 'registry.terraform.io/strata/lab')).toEqual(SCHEMA);
  });

  test.each<[string, unknown, RegExp]>([
    ['a document that is not an object', [], /must be an object/],
    [
      'an unknown nesting',
      { resource_schemas: { a: { block: { block_types: { b: { nesting_mode: 'tree' } } } } } },
      /must be one of single, list/,
    ],
    ['attributes of protocol 6', { resource_schemas: { a: { block: { attributes: { b: {} } } } } }, /protocol 6/],
    ['a document of several providers', { provider_schemas: { a: {}, b: {} } }, /has a, b, wanted one provider/],
  ])('fails on %s', (_name, json, message) => {
    expect(() => providerSchemaFromJson(json)).toThrow(message);
  });
});
