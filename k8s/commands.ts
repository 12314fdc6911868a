/**
 * How every apply of this output is called. The server knows which fields are ours: a port of a second protocol stays, and what
 * somebody else wrote into a field of ours is taken back.
 */
export const applyCommand = 'kubectl apply --server-side --force-conflicts --field-manager slipway';

/** What makes room for changes, beside the kustomizations; the pipeline runs it too. */
export const changeFile = 'change.sh';
