/** The stand-in's handlers before a control plane of their own, as Terraform would call them. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ApplyAnswer, PlanAnswer, ProtocolHandlers, ValueObject } from '@strata/terraform-plugin';
import { NO_PRIVATE } from '@strata/terraform-plugin';

import { openDoor } from '../../src/stand-in/control-plane-door';
import { loadProviderData } from '../../src/stand-in/data';
import { createEngine } from '../../src/stand-in/engine';
import { standInHandlers } from '../../src/stand-in/provider';
import { importedState } from '../../src/stand-in/state';
import type { FakeControlPlane } from './fake-control-plane';
import { fakeControlPlane } from './fake-control-plane';

const data = loadProviderData();
const engine = createEngine(data);
const { signal } = new AbortController();

export interface StandInWorld {
  readonly cloud: FakeControlPlane;
  readonly stackFolder: string;
  readonly handlers: ProtocolHandlers;
  plan(type: string, prior: ValueObject | null, given: ValueObject | null): Promise<PlanAnswer>;
  apply(type: string, prior: ValueObject | null, planned: ValueObject | null): Promise<ApplyAnswer>;
  /** Plans and makes a resource. @throws Error with the diagnostics when it cannot be made */
  created(type: string, given: ValueObject): Promise<ValueObject>;
  read(type: string, state: ValueObject): Promise<ValueObject | null>;
  /** What an import of the id finds. */
  imported(type: string, id: string): Promise<ValueObject | null>;
  stop(): Promise<void>;
}

/** A configuration with the given arguments only. */
export function config(type: string, given: ValueObject): ValueObject {
  return { ...importedState(engine.fields(type), ''), id: null, ...given };
}

/** The id in a state. */
export function idOf(state: ValueObject): string {
  const { id } = state;
  if (typeof id !== 'string') throw new Error('no id');
  return id;
}

export async function standInWorld(): Promise<StandInWorld> {
  const cloud = await fakeControlPlane({ surroundings: true });
  const stackFolder = mkdtempSync(join(tmpdir(), 'stand-in-stack-'));
  const handlers = standInHandlers({ data, engine, stackFolder, door: openDoor(stackFolder, cloud.sandboxFolder) });
  const plan: StandInWorld['plan'] = async (typeName, priorState, given) =>
    handlers.plan({ typeName, priorState, proposedState: given, config: given, priorPrivate: NO_PRIVATE, signal });
  const apply: StandInWorld['apply'] = async (typeName, priorState, plannedState) =>
    handlers.apply({
      typeName,
      priorState,
      plannedState,
      config: plannedState,
      plannedPrivate: NO_PRIVATE,
      signal,
    });
  const read: StandInWorld['read'] = async (typeName, state) =>
    (await handlers.read({ typeName, state, private: NO_PRIVATE, signal })).state;
  return {
    cloud,
    stackFolder,
    handlers,
    plan,
    apply,
    read,
    created: async (type, given) => {
      const { plannedState } = await plan(type, null, config(type, given));
      const { state, diagnostics } = await apply(type, null, plannedState);
      if (state === null || diagnostics !== undefined) throw new Error(JSON.stringify(diagnostics));
      return state;
    },
    imported: (type, id) => read(type, importedState(engine.fields(type), id)),
    stop: async () => {
      rmSync(stackFolder, { recursive: true });
      await cloud.stop();
    },
  };
}
