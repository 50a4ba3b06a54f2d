// The theme switch: writes the cookie that the server reads for the first HTML, and turns the style sheets over at once.
const media = {
  system: { light: '(prefers-color-scheme: light)', dark: '(prefers-color-scheme: dark)', scheme: 'light dark' },
  light: { light: 'all', dark: 'not all', scheme: 'light' },
  dark: { light: 'not all', dark: 'all', scheme: 'dark' },
};

export function choose(name) {
  const choice = media[name];
  document.cookie = `theme=${name}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.dataset.theme = name;
  document.querySelector('meta[name="color-scheme"]').content = choice.scheme;
  for (const sheet of document.querySelectorAll('link[data-theme-sheet]')) {
    sheet.media = choice[sheet.dataset.themeSheet];
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-theme-choice]');
  if (button) choose(button.dataset.themeChoice);
});
