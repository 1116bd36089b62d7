import type { Checked } from './report';

/** A layer of another environment can be read only on the instance that both use. */
export function checkLayers({ file, environment, report }: Checked): void {
  const shared = environment.instance.kind === 'shared' ? environment.instance.environment : undefined;
  file.layers?.forEach((layer, index) => {
    if (typeof layer === 'string' || layer.from === undefined) return;
    if (layer.from !== shared) {
      report(
        'STR1129',
        ['layers', index, 'from'],
        shared === undefined
          ? `needs a shared instance, and this environment has one of its own. Write \`instance: { shared: ${layer.from} }\`, or leave \`from\` out.`
          : `must be ${shared}, whose instance this environment uses, got ${layer.from}.`,
      );
    } else if (layer.variables !== undefined) {
      report(
        'STR1129',
        ['layers', index, 'variables'],
        `belong to a layer that this environment deploys; ${layer.name} is the one of ${layer.from}. Set them there.`,
      );
    }
  });
  if (environment.layers.length === 0) {
    report('STR1129', ['layers'], 'must have at least one layer of its own, got none. Add for example `ads`.');
  }
}
