// What can be found in a copy, and how: by words in any form, by how they begin, and where nothing has a word by those
// that are spelt nearly so.

import MiniSearch from "minisearch";
import { stemmer } from "stemmer";

const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
const MOST = 32;
const FIELDS = { text: 10, also: 4, place: 1 };
const BEGINS = 3;
const FARTHEST = 2;
/** What stands before a stem, so that it is no word that somebody types. */
const STEM = "~";
const known = new Map();

/** In small letters without accents. */
function folded(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function stem(word) {
  return STEM + stemmer(word);
}

/** What a word is found by: itself and its stem; worked out once for each. */
function both(term) {
  if (!known.has(term)) {
    const word = folded(term);
    known.set(term, [word, stem(word)]);
  }
  return known.get(term);
}

/** The words that somebody typed, each once. */
export function wordsOf(typed) {
  return [...new Set((typed.match(WORDS) ?? []).map(folded))].slice(0, MOST);
}

/** A text in pieces, each with whether it is one of the `terms` that were found, in whatever form. */
export function pieces(text, terms) {
  const made = [];
  let end = 0;
  for (const found of text.matchAll(WORDS)) {
    if (!both(found[0]).some((term) => terms.has(term))) continue;
    made.push([text.slice(end, found.index), false], [found[0], true]);
    end = found.index + found[0].length;
  }
  return [...made, [text.slice(end), false]].filter(([piece]) => piece);
}

/** The query for one word: it, what begins so, other forms of it; or, `far` from 1, what is spelt so but for that many letters. */
function either(word, far) {
  if (far) return { queries: [word], fuzzy: far };
  return { combineWith: "OR", queries: [{ queries: [word], prefix: word.length >= BEGINS }, stem(word)] };
}

/** The things of a copy. */
export class Words {
  constructor(data) {
    this.data = data;
    this.size = data.text.length;
    this.index = new MiniSearch({
      fields: Object.keys(FIELDS),
      tokenize: (text) => text.match(WORDS) ?? [],
      processTerm: both,
      searchOptions: { processTerm: (term) => term, tokenize: (text) => [text], boost: FIELDS, combineWith: "AND" },
    });
    for (let id = 0; id < this.size; id++) this.index.add({ id, text: data.text[id], also: data.also[id], place: this.place(id) });
  }

  place(id) {
    return this.data.places[this.data.place[id]];
  }

  /**
   * What has all `words`, the best first: `hits` with the `terms` found in each; `unlike`, the words that nothing has and
   * for which others were looked for; `nowhere`, those for which there are no others either. Without words everything, in order.
   */
  find(words) {
    const ways = words.map((word) => [word, this.#way(word)]);
    const named = (wanted) => ways.filter(([, far]) => wanted(far)).map(([word]) => word);
    const nowhere = named((far) => far === undefined);
    return { hits: nowhere.length ? [] : this.#all(ways), unlike: named((far) => far > 0), nowhere };
  }

  /** How many things have a word by itself, or one that is spelt almost so. */
  count(word) {
    return this.find([word]).hits.length;
  }

  /** How far from a word what is found is spelt: 0 where it is there; none where nothing near is. */
  #way(word) {
    const farthest = word.length > 4 ? FARTHEST : word.length > 3 ? 1 : 0;
    for (let far = 0; far <= farthest; far++) if (this.index.search(either(word, far)).length) return far;
    return undefined;
  }

  #all(ways) {
    if (!ways.length) return Array.from({ length: this.size }, (_, id) => ({ id, terms: new Set() }));
    const found = this.index.search({ combineWith: "AND", queries: ways.map(([word, far]) => either(word, far)) });
    return found.map(({ id, terms }) => ({ id, terms: new Set(terms) }));
  }
}
