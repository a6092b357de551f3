// The search of a copy in files: it loads what can be found once, and asks nobody. Words of the plans are put into the
// page as text alone.

import { Words, pieces, wordsOf } from "./words.js";

const SIZE = 20;
const SHOWN = 400;
const BEFORE = 120;
const CHOICES = { kind: "kinds", council: "councils" };
const at = (id) => document.getElementById(id);
const form = at("finder");
const titled = document.title;

function number(count) {
  return count.toLocaleString("en-GB");
}

function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The pieces as text, those found as marks. */
function marked(text, terms) {
  return pieces(text, terms).map(([piece, found]) => (found ? element("mark", piece) : piece));
}

/** A text; of a long one what is around the first word that was found. */
function around(text, terms) {
  if (text.length <= SHOWN) return text;
  const [first] = pieces(text, terms);
  const found = first[1] || first[0].length === text.length ? 0 : first[0].length;
  const start = found > BEFORE ? text.indexOf(" ", found - BEFORE) + 1 : 0;
  if (text.length <= start + SHOWN) return `… ${text.slice(start)}`;
  const end = text.lastIndexOf(" ", start + SHOWN);
  return `${start ? "… " : ""}${text.slice(start, end > found ? end : start + SHOWN)} …`;
}

/** A hit as an entry of the list, by the page's own template. */
function entry(data, { id, terms }) {
  const made = at("hit").content.cloneNode(true);
  const part = (name) => made.querySelector(`.${name}`);
  const [plan, council, line] = [data.plans[data.plan[id]], data.councils[data.council[id]], data.line[id]];
  const kind = data.kinds[data.kind[id]];
  part("kind").append(element("b", capital(kind)), council ? ` · ${council[0]}` : "", line ? ` · line ${line}` : "");
  const link = part("words").querySelector("a");
  link.href = data.folders[data.folder[id]] + data.page[id];
  link.append(...(data.text[id] ? marked(around(data.text[id], terms), terms) : ["(the text is lost)"]));
  const headings = data.places[data.place[id]];
  const above = kind === "plan" ? undefined : plan;
  part("also").append(...marked(data.also[id], terms));
  part("place").append(...marked(headings, terms));
  if (above) {
    const whole = element("a", above[0]);
    whole.href = above[1];
    part("place").prepend(whole, headings ? " › " : "");
  }
  for (const name of ["also", "place"]) if (!part(name).textContent) part(name).remove();
  return made;
}

/** What is looked for: words typed and what is chosen, as the form has it. */
function wanted() {
  return Object.fromEntries(["q", ...Object.keys(CHOICES)].map((name) => [name, form.elements[name].value.trim()]));
}

function address(given) {
  const said = Object.entries(given).filter(([, value]) => value);
  return said.length ? `?${new URLSearchParams(said)}` : location.pathname;
}

function code(choice) {
  return Array.isArray(choice) ? choice[1] : choice;
}

function label(choice) {
  return Array.isArray(choice) ? choice[0] : capital(choice);
}

/** The search in the page. */
class Finder {
  constructor(words) {
    this.words = words;
    this.data = words.data;
    for (const [name, list] of Object.entries(CHOICES)) {
      form.elements[name].append(...this.data[list].map((each) => new Option(label(each), code(each))));
      form.elements[name].addEventListener("change", () => this.go());
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
    at("more").addEventListener("click", () => this.more());
    addEventListener("popstate", () => this.read());
    this.read();
  }

  /** Look for what the address says. */
  read() {
    const given = new URLSearchParams(location.search);
    for (const name of ["q", ...Object.keys(CHOICES)]) form.elements[name].value = given.get(name) ?? "";
    for (const name of Object.keys(CHOICES)) if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
    this.look(wanted());
  }

  /** Look for what the form says, and say so in the address. */
  go() {
    const given = wanted();
    if (address(given) !== address(Object.fromEntries(new URLSearchParams(location.search)))) history.pushState(null, "", address(given));
    this.look(given);
  }

  look(given) {
    document.title = given.q ? `${given.q.slice(0, 60)} – ${titled}` : titled;
    this.found = this.words.find(wordsOf(given.q));
    this.hits = this.found.hits.filter(({ id }) => this.chosen(id, given));
    for (const name of Object.keys(CHOICES)) this.count(name, given);
    this.shown = 0;
    at("hits").replaceChildren();
    at("hints").replaceChildren();
    if (!Object.values(given).some(Boolean)) {
      at("more").hidden = true;
      this.say(`${number(this.words.size)} things can be found. Type a word, or choose a kind or a council.`);
      return;
    }
    this.add();
    this.say(this.hits.length ? `${number(this.hits.length)} found${this.instead()}` : "Nothing was found.");
    if (!this.hits.length) at("hints").append(...this.hints(given));
  }

  /** Whether a thing is of the kind and council that are chosen, but for one of the two. */
  chosen(id, given, but = "") {
    return Object.entries(CHOICES).every(
      ([name, list]) => name === but || !given[name] || code(this.data[list][this.data[name][id]] ?? "") === given[name],
    );
  }

  /** Say beside each choice how many hits it would give. */
  count(name, given) {
    const counted = new Map();
    for (const { id } of this.found.hits) {
      if (this.chosen(id, given, name)) counted.set(this.data[name][id], (counted.get(this.data[name][id]) ?? 0) + 1);
    }
    this.data[CHOICES[name]].forEach((each, place) => {
      form.elements[name].options[place + 1].text = `${label(each)} (${number(counted.get(place) ?? 0)})`;
    });
  }

  /** What was looked for in the place of what was typed. */
  instead() {
    const { unlike } = this.found;
    return unlike.length ? `: no text has “${unlike.join("”, “")}”, so words spelt almost so were looked for.` : ".";
  }

  /** What to do where nothing was found. */
  hints(given) {
    const { nowhere, hits } = this.found;
    const words = wordsOf(given.q);
    if (hits.length) {
      const without = element("a", `${number(hits.length)} of any kind and council`);
      without.href = address({ q: given.q });
      return [element("p", "Take back what is chosen: ", without, ".")];
    }
    if (nowhere.length) return [element("p", `No text has “${nowhere.join("”, “")}” or a word spelt like it. Leave it out, or say it in another word.`)];
    if (given.q && !words.length) return [element("p", "There is no letter or figure in it: type a word.")];
    const list = element("ul", ...words.map((word) => {
      const alone = element("a", word);
      alone.href = address({ q: word });
      return element("li", alone, ` (${number(this.words.count(word))})`);
    }));
    return [element("p", "Nothing has all of these words together. By itself:"), list];
  }

  /** Show the next hits. */
  add() {
    const next = this.hits.slice(this.shown, this.shown + SIZE);
    at("hits").append(...next.map((hit) => entry(this.data, hit)));
    this.shown += next.length;
    const left = this.hits.length - this.shown;
    at("more").hidden = left <= 0;
    at("more").textContent = `Show ${number(Math.min(SIZE, left))} more`;
  }

  /** Show the next hits, and lead the keyboard to the first of them. */
  more() {
    const first = this.shown;
    this.add();
    at("hits").children[first].querySelector("a").focus();
    this.say(`${number(this.shown)} of ${number(this.hits.length)} shown.`);
  }

  say(text) {
    at("said").textContent = text;
  }
}

async function start() {
  const response = await fetch(at("words").href);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const words = new Words(await response.json());
  form.hidden = false;
  new Finder(words);
}

at("needs-script").hidden = true;
at("found").hidden = false;
at("said").textContent = "Loading what can be found…";
start().catch((error) => {
  console.error(error);
  at("said").textContent = "What can be found could not be loaded. Try again, or begin with one of the lists below.";
});
