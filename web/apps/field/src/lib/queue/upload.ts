/** One photo on its way, in pieces that can be taken up again after a tunnel, a dead battery or a restart of the server (tus 1.0). */
import { Problem, type ProblemBody } from '@jingwei/api'
import { DetailedError, Upload } from 'tus-js-client'
import { db, type Media } from '../db'
import { csrf } from '../session'

const PIECE = 512 * 1024
/** A line that carries nothing for so long is dead, whatever the browser says. */
const SILENT_MS = 45_000

/** The id of the complete upload. What the server has of it already is not sent again. */
export async function upload(media: Media): Promise<string> {
  const stored = await db.bytes.get(media.id)
  if (!stored) throw new Problem(410, { code: 'field.bytes_gone' })
  return new Promise((resolve, reject) => {
    let silence: ReturnType<typeof setTimeout> | undefined
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        void sending.abort()
        reject(new Problem(0, { code: 'offline' }))
      }, SILENT_MS)
    }
    const sending = new Upload(stored.blob, {
      endpoint: new URL('/api/v1/uploads', location.origin).href,
      uploadUrl: media.url ?? null,
      chunkSize: PIECE,
      uploadDataDuringCreation: true,
      retryDelays: null,
      storeFingerprintForResuming: false,
      headers: { 'x-csrf-token': csrf.value, 'accept-language': document.documentElement.lang },
      onUploadUrlAvailable: () => void db.media.update(media.id, { url: sending.url ?? undefined }),
      onProgress: listen,
      onChunkComplete: (_size, at) => void db.media.update(media.id, { at }),
      onSuccess: () => {
        clearTimeout(silence)
        resolve(sending.url!.split('/').pop()!)
      },
      onError: (error) => {
        clearTimeout(silence)
        reject(problemOf(error))
      },
    })
    listen()
    sending.start()
  })
}

function problemOf(error: Error): Problem {
  const answer = error instanceof DetailedError ? error.originalResponse : null
  if (!answer?.getStatus()) return new Problem(0, { code: 'offline' })
  let body: ProblemBody = {}
  try {
    body = JSON.parse(answer.getBody()) as ProblemBody
  } catch {
    // no problem document: the status has to do
  }
  return new Problem(answer.getStatus(), body)
}
