// Runs in the browser, before anything of the page: keeps what the page's timing is later read from.
const seen = { largestMs: 0, shifts: [], tasks: [], lastMs: 0 };
globalThis.benchSeen = seen;

const keep = {
  'largest-contentful-paint': ({ startTime }) => {
    seen.largestMs = startTime;
  },
  'layout-shift': ({ startTime, value, hadRecentInput, sources }) => {
    if (!hadRecentInput) seen.shifts.push({ atMs: startTime, value, moved: sources.map(describeMove) });
  },
  longtask: ({ startTime, duration }) => {
    seen.tasks.push({ atMs: startTime, durationMs: duration });
  },
  resource: () => {},
};

for (const [type, take] of Object.entries(keep)) {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) take(entry);
    seen.lastMs = performance.now();
  });
  observer.observe({ type, buffered: true });
}

/** Such as `section.flex "Now playing" 0,212 → 0,340`; an element that is gone by now has no name. */
function describeMove({ node, previousRect, currentRect }) {
  const element = node instanceof Element ? node : node?.parentElement;
  const name = element ? [element.localName, ...element.classList].slice(0, 4).join('.') : 'gone';
  const words = (node?.textContent ?? '').slice(0, 30);
  const place = ({ x, y }) => `${Math.round(x)},${Math.round(y)}`;
  return `${name} "${words}" ${place(previousRect)} → ${place(currentRect)}`;
}

/** Once the text is there and nothing has happened for so long, what there was; until then, nothing. */
globalThis.benchRead = (text, quietMs) => {
  if (!document.body?.textContent.includes(text) || performance.now() - seen.lastMs < quietMs) return null;
  const requests = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ].map(({ name, responseStatus, encodedBodySize }) => ({
    url: name,
    status: responseStatus,
    bytes: encodedBodySize,
  }));
  const [first] = performance.getEntriesByName('first-contentful-paint');
  return { firstMs: first.startTime, ...seen, requests };
};
