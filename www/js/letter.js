// The letter's form, in whichever variant it stands: the demo has no post to send, and says so.
//
// The agent is told that someone signed up, not who: the slot learns from it which of its variants works.
// Listens on the document because a swap replaces the form. Nothing is read from the field and nothing is sent.
document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-letter]');
  if (!form) return;
  event.preventDefault();
  form.querySelector('[role="status"]').textContent = 'Thank you. This is a demo: your address went nowhere.';
  window.nearside?.reward?.('subscribed');
});
