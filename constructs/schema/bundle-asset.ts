import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import type { BuiltBundle } from './sql-library';

/** Ships a bundle with its stack; its path has its hash. */
export class BundleAsset extends TerraformAsset {
  constructor(scope: Construct, id: string, bundle: BuiltBundle) {
    super(scope, id, { path: write(scope, bundle), type: AssetType.FILE, assetHash: bundle.sha256 });
  }
}

/** An asset is a copy of a file: it lies in the output folder, under a name that follows from its content. */
function write(scope: Construct, { text, sha256 }: BuiltBundle): string {
  const folder = join(resolve(App.of(scope).outdir), 'bundles', sha256);
  const file = join(folder, 'bundle.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  return file;
}
