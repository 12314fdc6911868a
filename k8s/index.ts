export { limits } from './limits';
export { type ChartFile, PlatformChart } from './platform-chart';
export { render } from './render';
