// Runs in the browser, before anything of the page: where the film is, and when, by the clock of the machine.
const EVERY_MS = 50;
const seen = [];
globalThis.benchFilm = {
  take: () => seen.splice(0),
  isDry: () => document.querySelector('video').readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
};

setInterval(() => {
  const video = document.querySelector('video');
  if (!video) return;
  const at = performance.timeOrigin + performance.now();
  // A picture that is being looked for says that it is there already.
  seen.push({ at, position: video.seeking ? null : video.currentTime });
}, EVERY_MS);
