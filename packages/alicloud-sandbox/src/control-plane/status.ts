import { z } from 'zod';
import type { SandboxFolder } from './folder';
import { recordedControlPlane } from './folder';

/** What `GET /sandbox/status` answers. */
const statusSchema = z.object({
  checkout: z.string(),
  pid: z.number(),
  instances: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      queryPort: z.number().optional(),
      httpPort: z.number().optional(),
      pid: z.number().optional(),
    }),
  ),
  /** Resource type -> number of resources. */
  resources: z.record(z.string(), z.number()),
  flinkJobs: z.array(z.object({ name: z.string(), status: z.string() })),
});
export type SandboxStatus = z.infer<typeof statusSchema>;

/** The status of a control plane on a port, or undefined when none answers there. */
export async function statusAt(port: number): Promise<SandboxStatus | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/sandbox/status`, { signal: AbortSignal.timeout(2_000) });
    return statusSchema.parse(await response.json());
  } catch {
    return undefined;
  }
}

/** The control plane of a checkout: the one recorded there, when it answers as that process of that checkout. */
export async function runningControlPlane(
  folder: SandboxFolder,
): Promise<(SandboxStatus & { readonly port: number }) | undefined> {
  const recorded = recordedControlPlane(folder);
  if (recorded === undefined) return undefined;
  const status = await statusAt(recorded.port);
  const isIt = status?.pid === recorded.pid && status.checkout === folder.checkout;
  return isIt ? { ...status, port: recorded.port } : undefined;
}
