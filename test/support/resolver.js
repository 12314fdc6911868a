/**
 * Jest resolves packages with the conditions of `require`. Some packages of the tests are ES modules only and export nothing under
 * those, so a failed look-up is tried once more with the conditions of `import`; jest.config.js then compiles them to CommonJS.
 */
module.exports = function resolve(request, options) {
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    const source = sourceOf(request);
    if (source !== undefined) return options.defaultResolver(source, options);
    try {
      return options.defaultResolver(request, { ...options, conditions: ['node', 'import', 'default'] });
    } catch {
      throw error;
    }
  }
};

/** `await import('./check.js')` names the file that the compiler makes of `check.ts`. */
function sourceOf(request) {
  return /^\.{1,2}\/.*\.js$/.test(request) ? request.replace(/\.js$/, '.ts') : undefined;
}
