import { describe, expect, it } from 'vitest';
import { asArray, flag, isObject, number, numberOrNull, objectOrNull, parseJson, text, textOrNull } from './json';

describe('readers', () => {
  const row = { name: 'A', empty: '', n: 4, nan: Number.NaN, yes: true, inner: { a: 1 }, list: [1], none: null };

  it.each([[{}, true], [[], false], [null, false], ['x', false], [1, false]])('isObject(%j) is %s', (value, expected) => {
    expect(isObject(value)).toBe(expected);
  });
  it('text_missing_or_other_type_is_empty', () => {
    expect([text(row, 'name'), text(row, 'n'), text(row, 'gone')]).toEqual(['A', '', '']);
  });
  it('textOrNull_empty_text_counts_as_missing', () => {
    expect([textOrNull(row, 'name'), textOrNull(row, 'empty'), textOrNull(row, 'none')]).toEqual(['A', null, null]);
  });
  it('number_not_finite_gives_the_other_value', () => {
    expect([number(row, 'n'), number(row, 'nan', 7), number(row, 'name', 2)]).toEqual([4, 7, 2]);
  });
  it('numberOrNull_missing_is_null', () => {
    expect([numberOrNull(row, 'n'), numberOrNull(row, 'none')]).toEqual([4, null]);
  });
  it('flag_only_true_is_true', () => {
    expect([flag(row, 'yes'), flag(row, 'n'), flag(row, 'gone')]).toEqual([true, false, false]);
  });
  it('objectOrNull_lists_are_no_objects', () => {
    expect([objectOrNull(row, 'inner'), objectOrNull(row, 'list')]).toEqual([{ a: 1 }, null]);
  });
  it('asArray_anything_else_is_empty', () => {
    expect([asArray([1]), asArray({}), asArray(null)]).toEqual([[1], [], []]);
  });
  it('parseJson_malformed_is_undefined', () => {
    expect([parseJson('{"a":1}'), parseJson('{')]).toEqual([{ a: 1 }, undefined]);
  });
});
