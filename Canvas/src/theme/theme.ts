import { readSetting, writeSetting } from '../store/settings';

export type Theme = 'dark' | 'light' | 'contrast';
/** What a person chose: a theme, or whatever the system says. */
export type ThemeChoice = Theme | 'system';

export const themeChoices: readonly ThemeChoice[] = ['system', 'dark', 'light', 'contrast'];
export const themeWords: Readonly<Record<ThemeChoice, string>> = {
  system: 'System', dark: 'Dark', light: 'Light', contrast: 'High contrast',
};

const contrast = '(prefers-contrast: more)';
const light = '(prefers-color-scheme: light)';

export function readThemeChoice(): ThemeChoice {
  const kept = readSetting('theme');
  return themeChoices.find(choice => choice === kept) ?? 'system';
}

/** Dark where the system says nothing. */
export function themeFor(choice: ThemeChoice, matches: (query: string) => boolean): Theme {
  if (choice !== 'system') return choice;
  return matches(contrast) ? 'contrast' : matches(light) ? 'light' : 'dark';
}

export function chooseTheme(choice: ThemeChoice): void {
  writeSetting('theme', choice);
  applyTheme();
}

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = themeFor(readThemeChoice(), systemSays);
}

/** Dresses the page, now and whenever the system changes its mind. */
export function followTheme(): void {
  applyTheme();
  if (typeof matchMedia !== 'function') return;
  for (const query of [contrast, light]) matchMedia(query).addEventListener('change', applyTheme);
}

function systemSays(query: string): boolean {
  return typeof matchMedia === 'function' && matchMedia(query).matches;
}
