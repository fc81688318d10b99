export const noCopying = 'The browser does not let the page copy. Select the text and copy it yourself.';

/** Plain HTTP pages on other hosts have no clipboard interface; the old way still works there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    // Inside an open dialog everything else is inert and cannot hold a selection.
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
