/** A spoken note. The server takes MP4 and WAV; what an old phone records instead is turned into WAV, 16 kHz and one voice. */
const RATE = 16_000
export const LONGEST_S = 60

export const canRecord = (): boolean => isSecureContext && typeof MediaRecorder === 'function' && !!navigator.mediaDevices?.getUserMedia

export interface Recording {
  /** The whole of it, when it was stopped or a minute is over. */
  done: Promise<Blob>
  stop(): void
}

export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } })
  const mp4 = ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4'].find((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, { mimeType: mp4, audioBitsPerSecond: 32_000 })
  const pieces: Blob[] = []
  recorder.ondataavailable = (event) => pieces.push(event.data)
  const done = new Promise<Blob>((resolve, reject) => {
    recorder.onerror = () => reject(new Error('recorder'))
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop())
      const whole = new Blob(pieces, { type: recorder.mimeType })
      if (recorder.mimeType.startsWith('audio/mp4')) resolve(new Blob([whole], { type: 'audio/mp4' }))
      else toWav(whole).then(resolve, reject)
    }
  })
  recorder.start()
  const timer = setTimeout(stop, LONGEST_S * 1000)
  function stop(): void {
    clearTimeout(timer)
    if (recorder.state !== 'inactive') recorder.stop()
  }
  return { done, stop }
}

async function toWav(recorded: Blob): Promise<Blob> {
  const context = new AudioContext()
  const sound = await context.decodeAudioData(await recorded.arrayBuffer())
  await context.close()
  const offline = new OfflineAudioContext(1, Math.ceil(sound.duration * RATE), RATE)
  const source = offline.createBufferSource()
  source.buffer = sound
  source.connect(offline.destination)
  source.start()
  return wav((await offline.startRendering()).getChannelData(0), RATE)
}

/** Samples from -1 to 1 as 16-bit PCM in a WAV file. */
export function wav(samples: Float32Array, rate: number): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, word: string) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)))
  text(0, 'RIFF')
  view.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true))
  return new Blob([view], { type: 'audio/wav' })
}
