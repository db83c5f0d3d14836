// Takes the skeleton away when the designer is drawn, and says when the connection to its kernel is lost.
(() => {
  const wait = document.getElementById("fd-wait");
  const say = document.getElementById("fd-wait-say");
  const banner = document.getElementById("fd-offline");
  const words = document.getElementById("fd-offline-words");
  const again = document.getElementById("fd-offline-again");
  const PATIENCE = 90_000;
  const ENDED = "The designer's kernel has ended again. Your changes are kept in this browser.";
  const LOST = "The connection to the designer is lost. Your changes are kept in this browser; it connects again by itself.";

  const drawn = () => document.querySelector(".fd-shell .fd-root, .fd-failure");
  const observer = new MutationObserver(() => drawn() && finish());
  const late = setTimeout(() => fail("It takes longer than it should. Load the page again."), PATIENCE);

  function finish() {
    observer.disconnect();
    clearTimeout(late);
    wait.hidden = true;
  }

  function fail(text) {
    if (drawn()) return;
    clearTimeout(late);
    say.innerHTML =
      '<div class="fd-panel" role="alert"><h1>The designer did not start</h1><p></p><button class="fd-button">Load again</button></div>';
    say.querySelector("p").textContent = text;
    say.querySelector("button").addEventListener("click", () => location.reload());
  }

  window.fdFail = fail;
  window.voila_heartbeat = () => {};
  window.voila_process = () => {};
  window.voila_finish = () => {
    document.getElementById("rendered_cells").style.display = "";
    if (drawn()) finish();
  };
  observer.observe(document.body, { childList: true, subtree: true });

  // Connection: the kernel's own signals, and the server's word on whether the kernel still lives.
  let kernelUrl = "";
  let watching = 0;
  let isGone = false;

  // The designer says itself that its connection is lost; what it cannot know is that the server is another one now.
  function lost(text, isKnown) {
    words.textContent = text;
    banner.hidden = isKnown && Boolean(document.querySelector(".fd-root"));
    if (!watching) watching = setInterval(look, 3000);
  }

  function back() {
    banner.hidden = true;
    clearInterval(watching);
    watching = 0;
  }

  // A new kernel gets the edits that the lost one had not saved. One that ends at once must not make the page spin.
  function loadAgain() {
    const last = Number(sessionStorage.getItem("flowdesigner-loaded-again") ?? 0);
    if (Date.now() - last < 15_000) return lost(ENDED, false);
    sessionStorage.setItem("flowdesigner-loaded-again", String(Date.now()));
    location.reload();
  }

  async function look() {
    try {
      const answer = await fetch(kernelUrl, { cache: "no-store", redirect: "manual" });
      if (answer.status === 404 || (answer.ok && isGone)) loadAgain();
      else if (!answer.ok) lost("The designer was started anew. Open the address that it printed. Your changes are kept.", false);
    } catch {
      lost(LOST, true);
    }
  }

  again.addEventListener("click", () => location.reload());

  async function attend() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    kernelUrl = `${config.baseUrl}api/kernels/${config.kernelId}`;
    while (!window.jupyterapp?.widgetManagerPromise) await new Promise((done) => setTimeout(done, 100));
    const manager = await window.jupyterapp.widgetManagerPromise.promise;
    const kernel = manager?.kernel;
    if (!kernel) return fail("The page found no kernel. Load the page again.");
    kernel.connectionStatusChanged.connect((_, status) => {
      if (status === "connected") back();
      else lost(LOST, true);
    });
    kernel.statusChanged.connect((_, status) => {
      if (!["dead", "terminating", "restarting", "autorestarting"].includes(status)) return;
      isGone = true;
      lost(LOST, true);
      look();
    });
    addEventListener("pagehide", () => navigator.sendBeacon(`${config.baseUrl}voila/api/shutdown/${config.kernelId}`));
  }
  addEventListener("load", attend);
})();
