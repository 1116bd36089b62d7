/**
 * A provider for tests: notes are files in a folder. What a note says makes it behave well or badly.
 */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineConfiguration, defineDataSource, defineResource, serve, UNKNOWN } from '../../src';

let folder = '';

const configuration = defineConfiguration({
  attributes: { folder: { type: 'string', required: true, description: 'Where notes are.' } },
  configure: ({ config, diagnostics }) => {
    if (config.folder === UNKNOWN) return;
    if (!config.folder.startsWith('/')) diagnostics.error('The folder must be absolute.', undefined, ['folder']);
    folder = config.folder;
    mkdirSync(folder, { recursive: true });
  },
});

const fileOf = (name: string): string => join(folder, name);
const mark = (name: string): void => writeFileSync(join(folder, name), '');

const note = defineResource({
  description: 'A note.',
  attributes: {
    id: { type: 'string', computed: true, stable: true },
    name: { type: 'string', required: true, replace: true },
    text: { type: 'string', required: true },
    tags: { type: ['map', 'string'], optional: true },
    authors: { type: ['set', 'string'], optional: true },
    length: { type: 'number', computed: true },
    big: { type: 'number', optional: true },
  },
  blocks: {
    line: { nesting: 'list', maxItems: 3, attributes: { content: { type: 'string', required: true } } },
  },
  timeouts: { create: 20_000 },
  validate: ({ config, diagnostics }) => {
    for (const [key, value] of config.tags === UNKNOWN ? [] : Object.entries(config.tags ?? {})) {
      if (value === 'bad') diagnostics.error('A tag must not be bad.', 'Call it something else.', ['tags', key]);
    }
  },
  plan: ({ config, prior, diagnostics, setPrivate }) => {
    if (config.text === 'warn') diagnostics.warning('This text warns.', undefined, ['text']);
    setPrivate(new TextEncoder().encode(prior === null ? 'first' : 'again'));
    if (config.text === UNKNOWN || (prior !== null && prior.text === config.text)) return undefined;
    return { planned: { length: config.text.length } };
  },
  planDestroy: ({ prior, diagnostics }) => {
    if (prior.text === 'keep me') diagnostics.error('This note must not be destroyed.');
  },
  create: async ({ planned, private: secret, signal, log }) => {
    log('info', 'creating a note', { note: planned.name });
    const file = fileOf(planned.name);
    if (planned.text === 'fail-create') throw new Error('The pen is empty.\nFill it.');
    if (planned.text === 'slow') {
      mark('slow.started');
      try {
        await sleep(15_000, undefined, { signal });
      } catch {
        mark('slow.stopped');
        throw new Error('Stopped while writing.');
      }
    }
    writeFileSync(file, planned.text);
    writeFileSync(`${file}.private`, secret);
    return { ...planned, id: file, length: planned.text.length };
  },
  update: ({ prior, planned, reached }) => {
    const file = fileOf(planned.name);
    if (planned.text === 'fail-update') {
      writeFileSync(file, 'half');
      reached({ ...prior, text: 'half', length: 4 });
      throw new Error('The pen broke half-way.');
    }
    writeFileSync(file, planned.text);
    return Promise.resolve({ ...planned, id: file, length: planned.text.length });
  },
  read: ({ state }) => {
    const file = fileOf(state.name);
    if (!existsSync(file)) return Promise.resolve(null);
    const text = readFileSync(file, 'utf8');
    return Promise.resolve({ ...state, id: file, text, length: text.length });
  },
  delete: ({ prior }) => {
    rmSync(fileOf(prior.name));
    return Promise.resolve();
  },
  import: ({ id }) => {
    if (!existsSync(fileOf(id))) throw new Error(`There is no note ${id}.`);
    return Promise.resolve({ name: id });
  },
});

const count = defineDataSource({
  attributes: { of: { type: 'string', required: true }, bytes: { type: 'number', computed: true } },
  read: ({ config }) => Promise.resolve({ of: config.of, bytes: Buffer.byteLength(config.of) }),
});

void serve({
  name: 'lab',
  version: '1.0.0',
  configuration,
  resources: { lab_note: note },
  dataSources: { lab_count: count },
});
