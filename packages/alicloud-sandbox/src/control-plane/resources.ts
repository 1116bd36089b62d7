import { z } from 'zod';
import type { SandboxFolder } from './folder';
import { runningControlPlane } from './status';

/** Something that exists in the sandbox, its attributes named as Terraform names them. */
export interface SandboxResource {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const listSchema = z.array(z.object({ id: z.string(), attributes: z.record(z.string(), z.unknown()) }));

/** Everything that exists in the sandbox of a checkout; undefined when it does not run. */
export async function sandboxResources(folder: SandboxFolder): Promise<readonly SandboxResource[] | undefined> {
  const running = await runningControlPlane(folder);
  if (running === undefined) return undefined;
  const lists = await Promise.all(
    Object.keys(running.resources).map(async (type) => {
      const response = await fetch(`http://127.0.0.1:${running.port}/sandbox/resources/${type}`);
      return listSchema.parse(await response.json()).map((each) => ({ type, ...each }));
    }),
  );
  return lists.flat();
}
