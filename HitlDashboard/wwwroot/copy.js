// Buttons that copy the field beside them: <input data-secret> and <button data-copy>.
document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  const field = button?.parentElement.querySelector('[data-secret]');
  if (!field) return;
  field.select();
  // Without HTTPS there is no clipboard; the text stays selected for Ctrl+C.
  try { await navigator.clipboard.writeText(field.value); button.textContent = 'Copied'; } catch { }
});
