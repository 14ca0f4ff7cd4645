// The order form: says which lamp would now be in the basket. The shop is made up, so nothing is sent or kept.
const form = document.querySelector('[data-order]');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const colour = new FormData(form).get('colour');
  form.querySelector('[role="status"]').textContent = `One Fielder, ${colour.toLowerCase()}. This is a demo: nothing was ordered.`;
});
