export { limits } from './limits';
export { type RenderOptions, render } from './render';
