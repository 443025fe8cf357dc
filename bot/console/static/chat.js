// Keep the newest message of a chat in view, also when it has only just been drawn.
window.consoleScroll = (id) => {
  const toEnd = () => {
    const log = getHtmlElement(id);
    if (log) log.scrollTop = log.scrollHeight;
  };
  toEnd();
  setTimeout(toEnd, 120);
};
