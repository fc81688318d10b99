import { describe, expect, it } from 'vitest';
import { refusalOf } from './words';

describe('words', () => {
  it.each([...'{}[]|>*&!'])('%s_is_refused_and_named', letter => {
    expect(refusalOf('name', `R${letter}D${letter}`)).toContain(`A name may not hold ${letter} (`);
  });
  it.each(['Research + development', "Anna's", '<b', 'Größe ✓', ''])('%j_is_taken', words => {
    expect(refusalOf('role', words)).toBeNull();
  });
});
