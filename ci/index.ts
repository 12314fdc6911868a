export { type Action, type ActionName, actions } from './actions';
export { limits } from './limits';
export { render } from './render';
export { tools } from './tools';
