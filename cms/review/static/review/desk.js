// A text that saves itself and one that is sent never meet: a new text would exist twice. What is sent
// waits for the other, and nothing is saved by itself any more once it is on its way.
(() => {
  let isSaving = false;
  let isSent = false;
  let send = null;

  const settle = () => {
    isSaving = false;
    const waiting = send;
    send = null;
    waiting?.();
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (isSent) event.preventDefault();
    else isSaving = true;
  });
  document.addEventListener("w-autosave:success", settle);
  document.addEventListener("w-autosave:error", settle);
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-controller~='w-autosave']")) return;
      if (isSaving) {
        event.preventDefault();
        event.stopImmediatePropagation();
        send = () => event.target.requestSubmit(event.submitter);
      } else {
        isSent = true;
      }
    },
    true,
  );
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
})();
