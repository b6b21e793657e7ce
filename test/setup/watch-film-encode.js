// Runs in a browser, whose encoders make a film that nobody has to keep: frames that tell their time by their colours,
// and a tone once a second. Gives its pieces; they are put into a file elsewhere.
globalThis.encodeFilm = async ({ seconds, width, height, fps, keyEvery }) => {
  const pieces = [];
  const take = (track) => (chunk) => {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    pieces.push({
      track,
      at: Math.round(chunk.timestamp / 1_000),
      isKey: chunk.type === 'key',
      data: bytes.toBase64(),
    });
  };
  const fail = (error) => {
    throw error;
  };

  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const video = new VideoEncoder({ output: take('video'), error: fail });
  video.configure({ codec: 'vp8', width, height, bitrate: 120_000, framerate: fps });
  for (let n = 0; n < seconds * fps; n++) {
    const at = n / fps;
    context.fillStyle = `hsl(${(at * 36) % 360} 70% 45%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'white';
    context.fillRect(((n % fps) / fps) * width, 0, width / 16, height);
    const frame = new VideoFrame(canvas, { timestamp: at * 1e6, duration: 1e6 / fps });
    video.encode(frame, { keyFrame: n % (fps * keyEvery) === 0 });
    frame.close();
    if (video.encodeQueueSize > 20)
      await new Promise((resolve) => video.addEventListener('dequeue', resolve, { once: true }));
  }
  await video.flush();

  const rate = 48_000;
  const audio = new AudioEncoder({ output: take('audio'), error: fail });
  audio.configure({ codec: 'opus', sampleRate: rate, numberOfChannels: 1, bitrate: 16_000 });
  for (let second = 0; second < seconds; second++) {
    const data = new Float32Array(rate);
    for (let n = 0; n < rate / 20; n++) data[n] = 0.3 * Math.sin((n / rate) * 2 * Math.PI * 880);
    const tone = new AudioData({
      format: 'f32',
      sampleRate: rate,
      numberOfFrames: rate,
      numberOfChannels: 1,
      timestamp: second * 1e6,
      data,
    });
    audio.encode(tone);
    tone.close();
  }
  await audio.flush();
  return pieces;
};
