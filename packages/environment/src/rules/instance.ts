import type { Checked } from './report';

/** Queries can be kept away from the leading frontend only where there are others, and something that sends them there. */
export function checkInstance({ environment: { instance }, report }: Checked): void {
  if (instance.kind === 'shared' || instance.gateway?.isolateLeader !== true) return;
  if (instance.gateway.loadBalancer === true && instance.frontend.nodes >= 3) return;
  report(
    'STR1134',
    ['instance', 'gateway', 'isolateLeader'],
    `needs \`loadBalancer: on\` and 3 frontends, got ${instance.frontend.nodes}. Add them, or leave it out.`,
  );
}
