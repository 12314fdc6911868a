#!/usr/bin/env node
import { endOnInterrupt } from './interrupt';
import { processIo } from './io';
import { main } from './main';

endOnInterrupt();
void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
