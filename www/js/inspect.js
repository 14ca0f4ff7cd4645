// The way into the inspector that visitors see: buttons marked `data-inspect`. The agent's script brings it when it is asked for.
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-inspect]')) void window.nearside?.devtools?.();
});
