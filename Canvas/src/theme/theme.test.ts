import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTheme, readThemeChoice, themeFor } from './theme';

const styles = join(import.meta.dirname, '../styles');
const sheets = new Map(readdirSync(styles).map(name => [name, readFileSync(join(styles, name), 'utf8')]));
const tokens = sheets.get('tokens.css') ?? '';

describe('themeFor', () => {
  it.each([
    ['system', [], 'dark'],
    ['system', ['light'], 'light'],
    ['system', ['light', 'more'], 'contrast'],
    ['dark', ['light'], 'dark'],
    ['light', [], 'light'],
    ['contrast', ['light'], 'contrast'],
  ] as const)('%s with a system that wants %j is %s', (choice, wishes, expected) => {
    expect(themeFor(choice, query => wishes.some(wish => query.includes(wish)))).toBe(expected);
  });
  it('choice_is_remembered_and_worn', () => {
    chooseTheme('light');
    expect([readThemeChoice(), document.documentElement.dataset['theme']]).toEqual(['light', 'light']);
  });
  it('unknown_choice_follows_the_system', () => {
    localStorage.setItem('molecule.theme', 'pink');
    expect(readThemeChoice()).toBe('system');
  });
});

describe('style sheets', () => {
  it.each([...sheets.keys()].filter(name => name !== 'tokens.css'))('%s names no colour', name => {
    expect(sheets.get(name)?.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi)).toBeNull();
  });
  it('themes_decide_the_same_things', () => {
    const themes = [...tokens.matchAll(/\[data-theme="\w+"\] \{([^}]*)\}/g)].map(([, body]) => [...(body ?? '').matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    expect(themes).toHaveLength(3);
    expect([themes[1], themes[2]]).toEqual([themes[0], themes[0]]);
  });
});

describe('contrast of text', () => {
  const themes = new Map([...tokens.matchAll(/\[data-theme="(\w+)"\] \{([^}]*)\}/g)].map(([, name, body]) =>
    [name ?? '', new Map([...(body ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token, value]) => [token ?? '', value ?? '']))]));
  const pairs = [
    ...['app', 'panel', 'card', 'raised'].flatMap(back => [['text', back], ['text-2', back]] as const),
    ...['good', 'bad', 'warn', 'info', 'team', 'calm'].map(tone => [`${tone}-text`, `${tone}-back`] as const),
    ...['online', 'provisioning', 'degraded', 'failed', 'paused', 'hibernated', 'awaiting'].map(tone => [`status-${tone}`, 'card'] as const),
    ['offline-text', 'card'], ['on-accent', 'accent'], ['text', 'person'], ['text', 'selected'], ['accent-text', 'panel'],
  ] as const;
  it.each([...themes.keys()].flatMap(theme => pairs.map(([text, back]) => [theme, text, back] as const)))('%s: %s on %s is readable', (theme, text, back) => {
    const colours = themes.get(theme);
    expect(ratio(colours?.get(text) ?? '', colours?.get(back) ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

/** WCAG 2.2: from 1 to 21. */
function ratio(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
