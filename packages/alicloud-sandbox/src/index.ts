export { sandboxDown, sandboxReset, sandboxStatus, sandboxUp } from './control-plane/client';
export { SandboxError } from './control-plane/errors';
export { findSandboxFolder, sandboxFolder } from './control-plane/folder';
export type { SandboxFolder } from './control-plane/folder';
export type { SandboxPorts } from './control-plane/ports';
export { sandboxResources } from './control-plane/resources';
export type { SandboxResource } from './control-plane/resources';
export { sandboxSecret } from './control-plane/secrets';
export type { SandboxStatus } from './control-plane/status';
