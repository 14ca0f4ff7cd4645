// The host page's own script: a control that must go on working, and a list of what nearside reported.
window.reported = [];
document.addEventListener('nearside:error', (event) => window.reported.push(event.detail.code));
document.addEventListener('securitypolicyviolation', (event) => {
  (window.violations ??= []).push(event.effectiveDirective);
});
document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('#count');
  button?.addEventListener('click', () => {
    button.textContent = String(Number(button.textContent) + 1);
  });
});
