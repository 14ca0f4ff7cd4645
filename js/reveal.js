// Slots that are hidden until they are decided: `data-nearside-hide`, with the style sheet nearside.css, whose animation
// ends by itself after 200 ms, whatever becomes of the agent.

/** @param {Element} slot shows itself from now on */
export function reveal(slot) {
  for (const animation of slot.getAnimations()) if (animation.animationName === "nearside-hide") animation.cancel();
}
