// Runs in a browser: two sides of a connection, or of a share, with a network between them that a test disturbs.

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, what, ms = 20_000) {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await wait(20);
  }
}

/** A picture that moves. */
function film() {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext('2d');
  let n = 0;
  const timer = setInterval(() => {
    context.fillStyle = `hsl(${n++ % 360} 80% 50%)`;
    context.fillRect(0, 0, 160, 90);
  }, 40);
  const stream = canvas.captureStream(25);
  stream.getVideoTracks()[0].addEventListener('ended', () => clearInterval(timer));
  return stream;
}

/** Counts the pictures that come of a stream. */
async function countFrames(stream, wanted) {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  let frames = 0;
  const count = () => {
    frames++;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  await until(() => frames >= wanted, `${wanted} frames`);
  video.srcObject = null;
  return frames;
}

/**
 * Two connections that negotiate.
 * @param deliver what happens to a signal on its way: (signal, deliver) => void
 */
async function makePair(deliver = (_signal, arrive) => arrive()) {
  const { negotiate } = await import('/features/watch/peer-negotiation.ts');
  const errors = [];
  const sides = ['impolite', 'polite'].map((name) => ({
    name,
    connection: new RTCPeerConnection(),
    sent: [],
  }));
  for (const [index, side] of sides.entries())
    side.negotiation = negotiate({
      connection: side.connection,
      isPolite: side.name === 'polite',
      send: (signal) => {
        side.sent.push(signal.type);
        deliver(signal, () => void sides[1 - index].negotiation.hear(signal), side.name);
      },
      onError: (error) => errors.push(String(error)),
    });
  const areConnected = () => sides.every(({ connection }) => connection.connectionState === 'connected');
  const areStable = () => sides.every(({ connection }) => connection.signalingState === 'stable');
  return { sides, errors, areConnected, areStable };
}

/** A party with nobody but its share: what its server would do, in order, and later by what a test says. */
async function makeShareParty() {
  const { createShare } = await import('/features/watch/share.ts');
  const members = new Map();
  const filters = [];
  let sharerId = null;

  const state = () => ({ sharerId, participants: [...members.keys()].map((user_id) => ({ user_id })) });
  const tellAll = () => {
    for (const { share } of members.values()) share.follow(state());
  };

  function handle(from, message) {
    if (message.type === 'share_start') {
      sharerId = from;
      tellAll();
    } else if (message.type === 'share_stop') {
      sharerId = null;
      tellAll();
    } else {
      const to = message.type === 'offer_request' ? sharerId : message.target_id;
      const news = { ...message, user_id: from, payload: message.payload ?? { user_id: from } };
      members.get(to)?.share.hear(news);
    }
  }

  function join(id) {
    members.get(id)?.share.close();
    const share = createShare({
      userId: id,
      iceServers: () => [],
      send(message) {
        if (filters.every((passes) => passes(id, message)))
          setTimeout(handle, 5, id, structuredClone(message));
        return true;
      },
      onChange: () => undefined,
    });
    members.set(id, { share });
    tellAll();
    return share;
  }

  return {
    join,
    leave(id) {
      members.get(id)?.share.close();
      members.delete(id);
      tellAll();
    },
    filters,
    view: (id) => members.get(id).share.view(),
    share: (id) => members.get(id).share,
  };
}

Object.assign(globalThis, { wait, until, film, countFrames, makePair, makeShareParty });
