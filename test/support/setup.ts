import './without-aws';

// aws-cdk-lib validates every template when it synthesises: 3 s and 300 MiB for ten services. test/validation/ does that once.
process.env['CDK_VALIDATION'] = 'false';
