// The beat: four looks a second while the inspector is open and the tab visible, none otherwise.
//
// `start` looks at once. A tab that was hidden catches up when it is seen again.

const PERIOD = 250;

export class Poll {
  #look;
  #timer = 0;
  #wanted = false;

  constructor(look) {
    this.#look = look;
    document.addEventListener('visibilitychange', () => this.#keep());
  }

  start() {
    this.#wanted = true;
    this.#keep();
  }

  stop() {
    this.#wanted = false;
    this.#keep();
  }

  #keep() {
    clearInterval(this.#timer);
    if (!this.#wanted || document.hidden) return;
    this.#look();
    this.#timer = setInterval(this.#look, PERIOD);
  }
}
