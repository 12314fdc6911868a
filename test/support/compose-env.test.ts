import { interpolate, interpolateAll, MissingVariable, variablesOf } from './compose-env';

describe('the reading of compose files', () => {
  const env = { NAME: 'users', EMPTY: '' };

  it.each([
    ['a $$ b $${NAME}', 'a $ b ${NAME}'],
    ['${NAME} $NAME.', 'users users.'],
    ['${NAME:-x} ${NONE:-x} ${EMPTY:-x} ${EMPTY-x} ${NONE-x}', 'users x x  x'],
    ['${NONE:-${NAME}-1}', 'users-1'],
    ['${NONE}', ''],
    ['${NAME:?must be there}', 'users'],
  ])('reads %s as %s', (text, expected) => {
    expect(interpolate(text, env)).toBe(expected);
  });

  it('refuses what must be there and is not', () => {
    expect(() => interpolate('${NONE:?run this}', env)).toThrow(MissingVariable);
    expect(() => interpolate('${EMPTY:?run this}', env)).toThrow(/EMPTY.*run this/);
    expect(interpolate('${EMPTY?run this}', env)).toBe('');
  });

  it('refuses a dollar sign that means nothing', () => {
    expect(() => interpolate('5$', env)).toThrow(/invalid interpolation/);
    expect(() => interpolate('${NAME', env)).toThrow(/no end/);
  });

  it('reads documents and leaves their keys alone', () => {
    expect(interpolateAll({ $NAME: ['${NAME}', null, 7] }, env)).toEqual({ $NAME: ['users', null, 7] });
  });

  it('lists what a document names', () => {
    const { all, required } = variablesOf({ a: '${A:?x} ${B:?y}', b: ['${C:-${D}}'] });
    expect([...all].sort()).toEqual(['A', 'B', 'C', 'D']);
    expect([...required].sort()).toEqual(['A', 'B']);
  });
});
