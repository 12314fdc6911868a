/** A text whose parts may be known only on the target. */
export type Text = readonly Segment[];
export type Segment = string | Ref;

/** What a target answers with an address. Each renderer's `refs.ts` maps over the kinds. */
export type Ref =
  | ServiceRef
  | ResourceRef
  | CredentialRef
  | SecretRef
  | GatewayRef
  | InstanceRef
  | VersionRef
  | PassthroughRef;
/** A peer, on the port that callers use (`as`). Never `url`: that is composed in the model. */
export interface ServiceRef {
  readonly kind: 'service';
  readonly service: string;
  readonly port: string;
  readonly attribute: 'host' | 'port';
}
/**
 * The address of a store. `addresses` is the list `host:port,...` of a cluster's brokers, `host` and `port` anything else.
 * Ports are known in the model, so `port` appears only where the provider decides it.
 */
export interface ResourceRef {
  readonly kind: 'resource';
  readonly resource: string;
  readonly attribute: 'host' | 'port' | 'addresses';
}
export interface CredentialRef {
  readonly kind: 'credential';
  readonly credential: string;
  /** `user` appears only where the name is the team's (provider `external`). */
  readonly attribute: 'user' | 'password';
  /** Percent-encoded (RFC 3986), as a part of a URL: only where the team gives it, since what Slipway makes needs no escaping. */
  readonly inUrl: boolean;
}
export interface SecretRef {
  readonly kind: 'secret';
  readonly secret: string;
  /** `value`: the whole; else one of its keys: `tls.crt`. */
  readonly key: string;
}
export interface GatewayRef {
  readonly kind: 'gateway';
  readonly attribute: 'url' | 'host';
}
export interface InstanceRef {
  readonly kind: 'instance';
  readonly attribute: 'name' | 'ip';
  /** Stands in its place on a target that tells no container; null: such a target refuses it. */
  readonly instead: string | null;
}
/** The version that runs: what the pipeline deployed. */
export interface VersionRef {
  readonly kind: 'version';
  readonly workload: string;
}
/** A variable of the machine that starts the container, passed through only where it is set. */
export interface PassthroughRef {
  readonly kind: 'passthrough';
  readonly name: string;
}

export interface Variable {
  readonly name: string;
  readonly value: Text;
  /** Whether any part of the value is secret. */
  readonly secret: boolean;
  /** `given`: by the description; `contract`: by Slipway. */
  readonly from: 'given' | 'contract';
}
