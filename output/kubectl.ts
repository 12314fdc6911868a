// What the notes in the manifests tell a person to run, and the pipeline runs.

/**
 * How every apply of the manifests is called. The server knows which fields are ours: a port of a second protocol stays, and what
 * somebody else wrote into a field of ours is taken back.
 */
export const applyCommand = 'kubectl apply --server-side --force-conflicts --field-manager slipway';

/** The program that makes room for changes, beside the kustomizations. */
export const changeFile = 'change.sh';
