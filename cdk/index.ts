export { type AppOptions, buildApp } from './app';
export { limits } from './limits';
export { render } from './render';
