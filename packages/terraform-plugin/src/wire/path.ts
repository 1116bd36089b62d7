/** Attribute paths and diagnostics as messages of the protocol. */

import type { AttributePath, Diagnostic } from '../handlers';
import type { BlockSchema, CtyType } from '../schema';
import { MessageWriter } from './message';

export function diagnosticMessage(block: BlockSchema | undefined, diagnostic: Diagnostic): MessageWriter {
  const path = diagnostic.path ?? [];
  return new MessageWriter()
    .integer(1, diagnostic.severity === 'error' ? 1 : 2)
    .string(2, diagnostic.summary)
    .string(3, diagnostic.detail)
    .message(4, block === undefined || path.length === 0 ? undefined : pathMessage(block, path));
}

/** What a step of a path leads into. */
type Level =
  { readonly kind: 'block'; readonly block: BlockSchema } | { readonly kind: 'type'; readonly type: CtyType };

/** The schema tells a map's key from an attribute's name. The path ends where the schema has no such step, and at a set. */
export function pathMessage(block: BlockSchema, path: AttributePath): MessageWriter {
  const message = new MessageWriter();
  let levels: readonly Level[] = [{ kind: 'block', block }];
  for (const step of path) {
    const level = levels[0];
    if (level === undefined) break;
    const next = levels.length > 1 ? { step: keyStep(step), into: levels.slice(1) } : enter(level, step);
    if (next === undefined) break;
    message.message(1, next.step);
    levels = next.into;
  }
  return message;
}

interface Entered {
  readonly step: MessageWriter;
  /** Two levels: first an index or key, then what the element is. */
  readonly into: readonly Level[];
}

function enter(level: Level, step: string | number): Entered | undefined {
  return level.kind === 'block' ? enterBlock(level.block, String(step)) : enterType(level.type, step);
}

function enterBlock(block: BlockSchema, name: string): Entered | undefined {
  const step = new MessageWriter().string(1, name);
  const attribute = block.attributes[name];
  if (attribute !== undefined) return { step, into: [{ kind: 'type', type: attribute.type }] };
  const nested = block.blocks[name];
  if (nested === undefined) return undefined;
  const inner: Level = { kind: 'block', block: nested.block };
  switch (nested.nesting) {
    case 'single':
    case 'group':
      return { step, into: [inner] };
    case 'list':
    case 'map':
      return { step, into: [inner, inner] };
    case 'set':
      return { step, into: [] };
  }
}

function enterType(type: CtyType, step: string | number): Entered | undefined {
  if (typeof type === 'string') return undefined;
  switch (type[0]) {
    case 'list':
    case 'map':
      return { step: keyStep(step), into: [{ kind: 'type', type: type[1] }] };
    case 'set':
      return undefined;
    case 'tuple': {
      const element = type[1][Number(step)];
      return element === undefined ? undefined : { step: keyStep(step), into: [{ kind: 'type', type: element }] };
    }
    case 'object': {
      const inner = type[1][String(step)];
      if (inner === undefined) return undefined;
      return { step: new MessageWriter().string(1, String(step)), into: [{ kind: 'type', type: inner }] };
    }
  }
}

/** Field 3 is part of a oneof: it is written even when it is 0. */
function keyStep(step: string | number): MessageWriter {
  return typeof step === 'string'
    ? new MessageWriter().oneofString(2, step)
    : new MessageWriter().oneofInteger(3, step);
}
