// The editor of queries. It takes the place of the text box in the form, which is sent as it always was: without this
// script, or where it fails, nothing is missing but colours and completion.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";

const KINDS = ["class", "property", "prefixes"];

/** Whether the term `known` is what `typed` begins: its IRI, or its last name. */
function fits(known, typed) {
  return known.startsWith(typed) || (!/[:/]/.test(typed) && known.toLowerCase().split(/[#/]/).pop().startsWith(typed.toLowerCase()));
}

/** What the library has for a kind of term, with `known` terms only: its own way asks services elsewhere. */
function completer(kind, known) {
  const get = (_editor, token) => known.filter((each) => fits(each, token?.autocompletionString ?? token?.string ?? ""));
  return { ...Yasqe.Autocompleters[kind], name: `our-${kind}`, bulk: false, persistenceId: undefined, get };
}

/** The names of completers of the terms that the data describe themselves by, told by the server at `address`. */
async function completers(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const terms = await response.json();
  for (const kind of KINDS) Yasqe.registerAutocompleter(completer(kind, terms[kind]), false);
  return KINDS.map((kind) => `our-${kind}`);
}

/** Nothing is kept in the browser, nothing is asked from here: the form does that. */
function settings(box, names) {
  return {
    value: box.value,
    autocompleters: [...names, "variables"],
    createShareableLink: null,
    consumeShareLink: null,
    persistenceId: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "20rem",
    inputStyle: "contenteditable",
    screenReaderLabel: box.labels[0].textContent,
    extraKeys: { ...Yasqe.defaults.extraKeys, "Ctrl-Enter": () => box.form.requestSubmit(), "Cmd-Enter": () => box.form.requestSubmit() },
  };
}

/** Put an editor in the place of the text box; the box goes on to hold what is sent. */
async function replace(box) {
  const names = await completers(box.dataset.terms);
  const place = document.createElement("div");
  box.after(place);
  const editor = new Yasqe(place, settings(box, names));
  editor.getInputField().setAttribute("aria-describedby", "editor-keys");
  editor.on("change", () => { box.value = editor.getValue(); });
  box.labels[0].addEventListener("click", () => editor.focus());
  box.required = false;
  box.hidden = true;
  document.getElementById("editor-keys").hidden = false;
}

for (const box of document.querySelectorAll("textarea[data-terms]")) replace(box);
