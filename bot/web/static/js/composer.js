// The place to write.

const COUNTER_FROM = 200;
const IME_KEY_CODE = 229;

/** Wire the form; `send(text)` gets what was written, without the blanks around it. */
export function setUpComposer(send) {
  const form = document.getElementById("composer");
  const field = document.getElementById("text");
  const counter = document.getElementById("counter");
  const button = document.getElementById("send");

  const refresh = () => {
    const left = field.maxLength - field.value.length;
    counter.hidden = left > COUNTER_FROM;
    counter.textContent = left > 0 ? `还可以写${left}个字` : "已经写满，可以先发出这一段";
    button.disabled = field.value.trim() === "";
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    refresh();
    send(text);
  });

  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => {
    // Enter that picks a word from an input method's list carries isComposing, or in Safari only the key code.
    const picking = event.isComposing || event.keyCode === IME_KEY_CODE;
    if (event.key !== "Enter" || event.shiftKey || picking) return;
    event.preventDefault();
    form.requestSubmit();
  });
  // The switch to large type changes how much room the words need.
  document.addEventListener("largetype", refresh);
  refresh();
}
