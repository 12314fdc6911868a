// The words that stand for a choice, used all over the model.

export type Runtime = 'ecs' | 'eks' | 'kubernetes' | 'compose' | 'swarm';
export type Engine = 'cdk' | 'pulumi';
export type Tier = 'development' | 'production';
export type Size = 'small' | 'medium' | 'large';
export type Provider = 'managed' | 'operator' | 'container' | 'external';
export type Protocol = 'http' | 'grpc' | 'ws' | 'tcp' | 'udp';
/** What a container image is built for. `any`: whatever the node is. */
export type Architecture = 'any' | 'amd64' | 'arm64';
/** Rights in a database: `read` selects, `write` changes rows, `owner` changes tables. */
export type Access = 'read' | 'write' | 'owner';
