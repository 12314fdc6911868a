/** What CloudFormation sends to the function of a custom resource. */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** Missing in `Create`. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: unknown;
}

/** Answers CloudFormation, which waits an hour for what never comes. No reason means success. */
export async function respond(event: CustomResourceEvent, reason: string | null): Promise<void> {
  const body = JSON.stringify({
    Status: reason === null ? 'SUCCESS' : 'FAILED',
    // CloudFormation takes 4 KiB in all.
    Reason: reason?.slice(0, 1000),
    // The same for ever: another one would be a replacement, with a deletion after it.
    PhysicalResourceId: event.PhysicalResourceId ?? `slipway-${event.LogicalResourceId}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  // The address is signed for a request with an empty content type.
  const response = await fetch(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
