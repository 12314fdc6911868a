import type { CfnListenerRule } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Answer } from '../platform/index';

/** What a load balancer answers by itself. Words in `#{}` are those of the request. */
export function answerAction(answer: Answer): CfnListenerRule.ActionProperty {
  if (answer.kind === 'respond') {
    const { status, body, contentType } = answer;
    return {
      type: 'fixed-response',
      fixedResponseConfig: { statusCode: String(status), contentType, ...(body !== '' && { messageBody: body }) },
    };
  }
  const { status, scheme, host, port, path } = answer;
  return {
    type: 'redirect',
    redirectConfig: {
      protocol: scheme === '' ? '#{protocol}' : scheme.toUpperCase(),
      host: host === '' ? '#{host}' : host,
      port: port === 0 ? '#{port}' : String(port),
      path: path === '' ? '/#{path}' : path,
      query: '#{query}',
      statusCode: `HTTP_${status}`,
    },
  };
}
