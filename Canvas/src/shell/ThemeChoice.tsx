import { useState } from 'react';
import { chooseTheme, readThemeChoice, themeChoices, themeWords, type ThemeChoice as Choice } from '../theme/theme';

/** Dark, light, high contrast, or what the system says. */
export function ThemeChoice() {
  const [choice, setChoice] = useState(readThemeChoice);
  return (
    <select className="theme-choice" aria-label="Theme" title="Colours of the page" value={choice} onChange={event => {
      const chosen = event.target.value as Choice;
      setChoice(chosen);
      chooseTheme(chosen);
    }}>
      {themeChoices.map(each => <option key={each} value={each}>{themeWords[each]}</option>)}
    </select>
  );
}
